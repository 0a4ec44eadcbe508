/**
 * The token of whoever looks: in this tab's session storage alone, so it ends with the tab and no other tab has it.
 * @module
 */
const KEY = 'promptpost.token'

export const storedToken = (): string | undefined => sessionStorage.getItem(KEY) ?? undefined

export const storeToken = (token: string): void => sessionStorage.setItem(KEY, token)

export const forgetToken = (): void => sessionStorage.removeItem(KEY)
