import "../shared/style.css";
import "../shared/support.css";
import { mount } from "svelte";
import App from "./App.svelte";

mount(App, { target: document.body });
