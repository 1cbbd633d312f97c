// What axe does not measure. Each answer is a list of what is wrong, in words; an empty one is good.
({
    controls() {
        const shown = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
        const asked = "button:enabled, a[href], input:enabled, select:enabled, textarea:enabled, summary";
        return [...document.querySelectorAll(asked)].filter(shown);
    },
    name(node) {
        const text = node.innerText || node.getAttribute("aria-label") || node.id || "";
        return `${node.tagName.toLowerCase()} "${text.trim().replace(/\s+/g, " ").slice(0, 40)}"`;
    },
    /** Targets under 56 px either way. */
    small() {
        return this.controls().flatMap((node) => {
            const { width, height } = node.getBoundingClientRect();
            return Math.min(width, height) < 55.5 ? [`${this.name(node)} is ${width.toFixed(0)}x${height.toFixed(0)} px`] : [];
        });
    },
    /** Text under 18 px. */
    tiny() {
        const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const found = new Set();
        while (walk.nextNode()) {
            const { parentElement: node, data } = walk.currentNode;
            if (!data.trim() || !node?.checkVisibility({ visibilityProperty: true })) continue;
            const size = parseFloat(getComputedStyle(node).fontSize);
            if (size < 17.99) found.add(`"${data.trim().slice(0, 40)}" is ${size} px`);
        }
        return [...found];
    },
    stop() {
        const node = document.querySelector("button.stop");
        if (!node) return null;
        const { x, y, width, height } = node.getBoundingClientRect();
        return [x, y, width, height].map(Math.round);
    },
    /** Wider than the screen, so that it must be moved sideways to be read. */
    wide() {
        const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
        return over > 0 ? [`the page is ${over} px wider than the screen`] : [];
    },
    ordered() {
        return [...document.querySelectorAll("[tabindex]")].filter((node) => node.tabIndex > 0).map((node) => this.name(node));
    },
    begin() {
        window.reached = new Set();
        return this.controls().filter((node) => node.tabIndex >= 0).length;
    },
    tick() {
        window.reached.add(document.activeElement);
    },
    unreached() {
        return this.controls()
            .filter((node) => node.tabIndex >= 0 && !window.reached.has(node))
            // Of native radio buttons of one name, Tab reaches one.
            .filter((node) => !(node.type === "radio" && [...window.reached].some((one) => one.name === node.name)))
            .map((node) => this.name(node));
    },
})
