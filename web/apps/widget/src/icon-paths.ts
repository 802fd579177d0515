// The pictures that first view and conversation share.

export const closePath = "M6 9.5l6 6 6-6";
export const backPath = "M15 6l-6 6 6 6";
