import { mount } from "svelte";
import "../shared/style.css";
import "../shared/support.css";
import "./clinic.css";
import App from "./App.svelte";
import { offline } from "./offline.svelte";

mount(App, { target: document.body });
void offline.start();
