// Whether a page is shown by another app, which often keeps the camera from it.

const APPS = /FBAN|FBAV|Instagram|Line\/|LinkedInApp|Snapchat|TikTok|MicroMessenger|; wv\)/

/** `noCamera`: the page could use a camera, and the browser knows of none. */
export const isInsideAnApp = (userAgent: string, noCamera: boolean): boolean => noCamera || APPS.test(userAgent)
