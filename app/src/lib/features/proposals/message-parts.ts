/** Stands in a translated sentence for the place of a component; a character that no text of ours has. */
export const partMark = "\uE000";
