/**
 * Starts the dashboard in the page that the service serves.
 * @module
 */
import { render } from 'preact'
import { App } from './page/app.js'

render(<App />, document.getElementById('app') as HTMLElement)
