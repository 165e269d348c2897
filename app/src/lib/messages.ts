/** Every text of the app: `m.nodes_title()`. Texts stand in `messages/<language>/<area>.json`. */
export { m } from "./paraglide/messages.js";
