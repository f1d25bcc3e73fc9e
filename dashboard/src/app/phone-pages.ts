/**
 * Pages that visitors open on their own phones. They say by themselves whether the bench hears them: on an iPhone the live
 * socket of the secured page never opens, since WebKit takes a certificate of the bench's own for pages, and never for
 * sockets (WebKit bug 145819).
 */
export const isPhonePage = (pathname: string): boolean => /^\/(?:telephone$|q\/)/.test(pathname);
