import { setNonce } from "get-nonce";

/** Style elements that libraries add while the page runs need the nonce of this page. */
export const nonce = document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "";
setNonce(nonce); // react-remove-scroll, below the kit's dialogs
