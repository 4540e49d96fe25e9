import "./site.scss";
import { suggest } from "./suggest";

document.documentElement.classList.add("js");
document.querySelectorAll<HTMLInputElement>("input[data-suggest]").forEach(suggest);
