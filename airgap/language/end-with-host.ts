import { endWithParent } from "../protocol/parent.ts";

// Loaded into the program by `node --import`: a program must not outlive a language host that was killed.
endWithParent();
