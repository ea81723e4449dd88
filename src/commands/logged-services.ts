/** The containers whose logs can be asked for, by the role in their labels. */
export const loggedServices = ["postgres", "synapse", "proxy", "turn", "installer", "element-web"] as const;

/** All of them, for a person. */
export const namesOfServices = `${loggedServices.slice(0, -1).join(", ")} or ${loggedServices.at(-1)}`;
