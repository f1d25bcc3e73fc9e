import { playLane } from "../helpers/scenario-lane.ts";

playLane("workshop");
