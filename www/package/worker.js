// The worker's file.
import "./player/worker.js";
