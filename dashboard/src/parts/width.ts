/**
 * How wide the place of a drawing is, so that its text stays readable in a narrow window.
 * @module
 */
import { useEffect, useRef, useState } from 'preact/hooks'

/** @param start width before it is known, in pixels */
export const useWidth = (start: number) => {
  const place = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(start)
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      if (entry && entry.contentRect.width > 0) setWidth(Math.round(entry.contentRect.width))
    })
    if (place.current) observer.observe(place.current)
    return () => observer.disconnect()
  }, [])
  return { place, width }
}
