/* Puts zoom and a synced cursor over the charts. The page is complete without it: each chart
 * is drawn as SVG, which this hides and draws again with uPlot at any zoom. Text is only
 * ever set as text. */
"use strict";
(() => {
  const GAP = -32768;
  const HEIGHT_UNDER = 26; /* room for the labels of time */
  const LABEL_HALF = 16; /* of the width of a label of time */
  const HEIGHT_OVER = 8; /* room for half of the highest label of values */
  const STEP_OF_KEY = 0.02; /* of what is seen */
  const NEAREST = 16; /* points */

  /* Little-endian 16-bit integers in base64 to numbers; null is a gap. */
  const decode = (curve) => {
    const bytes = atob(curve.values);
    const values = new Array(bytes.length / 2);
    for (let i = 0; i < values.length; i++) {
      let code = bytes.charCodeAt(2 * i) | (bytes.charCodeAt(2 * i + 1) << 8);
      code = code > 32767 ? code - 65536 : code;
      values[i] = code === GAP ? null : code / curve.scale;
    }
    return values;
  };

  /* In whole microseconds, so that curves of one grid share their times. */
  const timesOf = (curve, count) =>
    Array.from({ length: count }, (_, i) => Math.round((curve.start + i * curve.step) * 1e6) / 1e6);

  /* The value at index i, or the nearest: curves of other steps have none at some times. */
  const nearest = (values, i) => {
    for (let by = 0; by <= NEAREST; by++)
      for (const at of [i - by, i + by])
        if (values[at] !== undefined)
          return values[at];
    return undefined;
  };

  const clock = (time, decimals) => {
    const unit = 10 ** decimals;
    const ticks = Math.round(Math.max(time, 0) * unit);
    const seconds = Math.floor(ticks / unit);
    const two = (n) => String(n).padStart(2, "0");
    const head = seconds >= 3600
      ? `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}`
      : String(Math.floor(seconds / 60));
    const part = decimals ? "." + String(ticks % unit).padStart(decimals, "0") : "";
    return `${head}:${two(seconds % 60)}${part}`;
  };

  const minus = (text) => text.replace("-", "\u2212");

  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  /* Looks of a curve, as the style sheet has them for SVG. */
  const look = (name) => {
    const looks = {
      "momentary": ["--c1", 0.8], "short-term": ["--c2", 2], "peak": ["--c3", 1],
      "psr": ["--c4", 1.3], "correlation": ["--c5", 1.3], "other": ["--c6", 1.3],
    };
    return looks[name] || ["--quiet", 1];
  };

  const statusColor = (name) => css("--" + (name === "note" || name === "unknown" ? "none" : name));

  const timeSteps = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2,
    0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400];

  const valueSteps = [-3, -2, -1, 0, 1, 2, 3, 4, 5].flatMap((power) =>
    [1, 2, 5].map((step) => Number((step * 10 ** power).toPrecision(1))));

  /* One subject: its charts move together. */
  class Charts {
    constructor(data, section) {
      this.data = data;
      this.section = section;
      this.plots = [];
      this.low = 0;
      this.high = data.length;
      this.cursor = null;
      this.pin = 0;
      this.key = uPlot.sync("subject" + data.subject);
      this.addTools();
      this.make();
      section.tabIndex = 0;
      section.addEventListener("keydown", (event) => this.onKey(event));
      new ResizeObserver(() => this.resize()).observe(section);
    }

    addTools() {
      const bar = document.createElement("div");
      const button = (text, label, act) => {
        const made = document.createElement("button");
        made.type = "button";
        made.textContent = text;
        made.setAttribute("aria-label", label);
        made.title = label;
        made.addEventListener("click", act);
        bar.append(made);
      };
      bar.className = "tools";
      bar.setAttribute("role", "toolbar");
      bar.setAttribute("aria-label", "Charts");
      button("+", "Zoom in", () => this.scale(0.5));
      button("\u2212", "Zoom out", () => this.scale(2));
      button("\u2190", "Earlier", () => this.pan(-0.5));
      button("\u2192", "Later", () => this.pan(0.5));
      button("All", "Show all", () => this.show(0, this.data.length));
      if (this.data.pins.length) {
        button("Previous", "Previous place of a finding", () => this.step(-1));
        button("Next", "Next place of a finding", () => this.step(1));
      }
      this.readout = document.createElement("output");
      bar.append(this.readout);
      this.section.querySelector("h3").after(bar);
      this.say();
    }

    make() {
      for (const plot of this.data.plots) {
        const box = this.section.querySelector(`[data-plot="${plot.id}"]`);
        if (box)
          this.plots.push(this.makePlot(plot, box));
      }
      this.section.classList.add("live");
      this.placeFlags();
    }

    makePlot(plot, box) {
      const columns = plot.curves.map((curve) => {
        const values = decode(curve);
        return [timesOf(curve, values.length), values];
      });
      if (plot.wave)
        columns.push([columns[2][0], columns[2][1].map((v) => (v === null ? null : -v))]);
      const made = new uPlot(this.options(plot, box), uPlot.join(columns), box);
      made.root.style.left = `${-this.gutter(box)}px`;
      made.root.style.top = `${-HEIGHT_OVER}px`;
      made.leadout = { plot, box };
      return made;
    }

    options(plot, box) {
      const isLast = !plot.wave || box.parentElement.matches(":last-child");
      const height = Number(box.dataset.height);
      const gutter = this.gutter(box);
      return {
        width: box.clientWidth + gutter,
        height: HEIGHT_OVER + height + (isLast ? HEIGHT_UNDER : 0),
        padding: [HEIGHT_OVER, 0, 0, 0],
        legend: { show: false },
        cursor: {
          y: false, points: { show: false },
          sync: { key: this.key.key, setSeries: false },
          drag: { x: true, y: false, setScale: false },
          bind: { dblclick: () => () => this.show(0, this.data.length) },
        },
        select: { show: true },
        scales: {
          x: { time: false, range: () => [this.low, this.high] },
          y: { range: () => [plot.low, plot.high] },
        },
        axes: [this.timeAxis(isLast, gutter), this.valueAxis(plot, gutter)],
        series: [{}].concat(this.series(plot)),
        bands: plot.wave
          ? [{ series: [2, 1], fill: () => css("--wave") }, { series: [3, 4], fill: () => css("--rms") }]
          : [],
        hooks: {
          setSelect: [(u) => this.onSelect(u)],
          setCursor: [(u) => this.onCursor(u)],
          drawAxes: [(u) => this.drawUnder(u, plot)],
          draw: [(u) => this.drawOver(u, plot)],
        },
      };
    }

    /* Width of the labels of values: what the style sheet leaves for those of the SVG. */
    gutter(box) {
      return parseFloat(getComputedStyle(box.parentElement).paddingLeft);
    }

    font() {
      return `11px ${getComputedStyle(document.body).fontFamily}`;
    }

    timeAxis(isShown, gutter) {
      return {
        show: true, size: isShown ? HEIGHT_UNDER : 0, gap: 6, font: this.font(),
        stroke: () => css("--quiet"),
        grid: { stroke: () => css("--grid"), width: 1 }, ticks: { show: false },
        incrs: timeSteps, space: 64,
        /* The canvas ends with the plot: a label half outside would be cut. */
        values: (u, splits, axis, space, step) => splits.map((v) => {
          const left = (this.high - v) / (this.high - this.low) * (u.width - gutter);
          return isShown && left >= LABEL_HALF
            ? clock(v, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9))) : "";
        }),
      };
    }

    valueAxis(plot, size) {
      return {
        size, gap: 4, font: this.font(), stroke: () => css("--quiet"),
        grid: { stroke: () => css("--grid"), width: 1 }, ticks: { show: false }, space: 28,
        incrs: valueSteps,
        splits: plot.wave ? () => [-1, -0.5, 0, 0.5, 1] : undefined,
        values: (u, splits) => plot.wave ? ["", "\u22126", "\u2212\u221e", "\u22126", "0"] : splits.map((v) => minus(String(Math.round(v * 1000) / 1000))),
      };
    }

    series(plot) {
      if (plot.wave) {
        const none = { points: { show: false }, width: 0.6, stroke: () => css("--wave") };
        const rms = { points: { show: false }, width: 0, stroke: () => css("--rms") };
        return [none, none, rms, rms].map((s) => Object.assign({}, s));
      }
      return plot.curves.map((curve) => {
        const [color, width] = look(curve.class);
        return { label: curve.label, stroke: () => css(color), width, points: { show: false }, spanGaps: false };
      });
    }

    /* Under the curves: the band of the loudness range. */
    drawUnder(u, plot) {
      if (!plot.band)
        return;
      const top = u.valToPos(plot.band[1], "y", true);
      const bottom = u.valToPos(plot.band[0], "y", true);
      u.ctx.fillStyle = css("--band");
      u.ctx.fillRect(u.bbox.left, top, u.bbox.width, bottom - top);
    }

    /* Over the curves: levels with their labels, and places of findings. */
    drawOver(u, plot) {
      const ctx = u.ctx;
      const ratio = devicePixelRatio;
      ctx.save();
      ctx.beginPath();
      ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
      ctx.clip();
      this.drawPins(u, plot, ratio);
      for (const level of plot.levels || [])
        this.drawLevel(u, level, ratio);
      for (const level of plot.levels || [])
        this.drawLabel(u, level, ratio);
      ctx.restore();
    }

    /* All places of its channel in a waveform; in other charts, whose curves they would
     * hide, the one that was chosen. */
    drawPins(u, plot, ratio) {
      const ctx = u.ctx;
      this.data.pins.forEach((pin, i) => {
        const isChosen = i + 1 === this.pin;
        if (!isChosen && (!plot.wave || (pin.channel >= 0 && pin.channel !== plot.channel)))
          return;
        const x = u.valToPos(pin.time, "x", true);
        const end = u.valToPos(pin.time + pin.length, "x", true);
        if (end < u.bbox.left || x > u.bbox.left + u.bbox.width)
          return;
        ctx.globalAlpha = isChosen ? 0.95 : 0.4;
        ctx.fillStyle = statusColor(pin.class);
        ctx.fillRect(x - ratio / 2, u.bbox.top, ratio, u.bbox.height);
        ctx.globalAlpha = 0.12;
        if (end - x > ratio)
          ctx.fillRect(x, u.bbox.top, end - x, u.bbox.height);
      });
      ctx.globalAlpha = 1;
    }

    levelColor(level) {
      const colors = { "limit": "--fail", "gate": "--quiet", "reference": "--quiet" };
      return css(colors[level.class] || "--ink");
    }

    levelPlace(u, level, ratio) {
      return Math.round(u.valToPos(level.value, "y", true)) + ratio / 2;
    }

    drawLevel(u, level, ratio) {
      const ctx = u.ctx;
      const dashes = { "limit": [6, 4], "gate": [1.5, 3], "reference": [2, 3] };
      const y = this.levelPlace(u, level, ratio);
      ctx.globalAlpha = level.class === "zero" || level.class === "full-scale" ? 0.55 : 1;
      ctx.strokeStyle = this.levelColor(level);
      ctx.lineWidth = ratio;
      ctx.setLineDash((dashes[level.class] || []).map((n) => n * ratio));
      ctx.beginPath();
      ctx.moveTo(u.bbox.left, y);
      ctx.lineTo(u.bbox.left + u.bbox.width, y);
      ctx.stroke();
      ctx.setLineDash([]);
      ctx.globalAlpha = 1;
    }

    drawLabel(u, level, ratio) {
      const ctx = u.ctx;
      const y = this.levelPlace(u, level, ratio);
      if (!level.label)
        return;
      ctx.font = `${level.class === "integrated" ? "600 " : ""}${11 * ratio}px ${getComputedStyle(document.body).fontFamily}`;
      ctx.textAlign = "right";
      ctx.lineJoin = "round";
      ctx.lineWidth = 5 * ratio;
      ctx.strokeStyle = css("--bg");
      ctx.fillStyle = this.levelColor(level);
      const x = u.bbox.left + u.bbox.width - (4 + level.shift) * ratio;
      const at = y - u.bbox.top < 14 * ratio ? y + 12 * ratio : y - 4 * ratio;
      ctx.strokeText(level.label, x, at);
      ctx.fillText(level.label, x, at);
    }

    /* What was dragged over becomes what is seen. */
    onSelect(u) {
      const { left, width } = u.select;
      if (width < 2)
        return;
      u.setSelect({ left: 0, width: 0 }, false);
      this.show(u.posToVal(left, "x"), u.posToVal(left + width, "x"));
    }

    show(low, high) {
      const least = Math.min(this.data.length, 0.01);
      const span = Math.min(Math.max(high - low, least), this.data.length);
      this.low = Math.min(Math.max(low, 0), this.data.length - span);
      this.high = this.low + span;
      for (const u of this.plots)
        u.setScale("x", { min: this.low, max: this.high });
      this.section.dataset.from = this.low;
      this.section.dataset.to = this.high;
      this.placeFlags();
      this.say();
    }

    scale(factor) {
      const middle = this.cursor === null ? (this.low + this.high) / 2 : this.cursor;
      const part = (middle - this.low) / (this.high - this.low);
      const span = (this.high - this.low) * factor;
      this.show(middle - part * span, middle + (1 - part) * span);
    }

    pan(part) {
      const by = (this.high - this.low) * part;
      this.show(this.low + by, this.high + by);
    }

    /* To a place: seen in its surroundings, unless it is seen as closely already. */
    goTo(number) {
      const pin = this.data.pins[number - 1];
      if (!pin)
        return;
      const span = Math.min(this.high - this.low, Math.max(this.data.length / 10, pin.length * 3));
      this.pin = number;
      this.cursor = pin.time;
      this.show(pin.time - span / 2, pin.time + span / 2);
      this.plots.forEach((u) => u.redraw(false));
      this.moveCursor();
    }

    step(by) {
      const count = this.data.pins.length;
      if (count)
        this.goTo(this.pin ? ((this.pin - 1 + by + count) % count) + 1 : by > 0 ? 1 : count);
    }

    /* Scales change in a microtask of uPlot's; positions are right after it. */
    moveCursor() {
      const time = this.cursor;
      this.say();
      Promise.resolve().then(() => {
        for (const u of this.plots)
          u.setCursor({ left: u.valToPos(time, "x"), top: 0 }, false, false);
        this.cursor = time;
        this.say();
      });
    }

    onCursor(u) {
      const left = u.cursor.left;
      if (left === undefined || left < 0)
        return;
      this.cursor = u.posToVal(left, "x");
      this.say();
    }

    /* What is at the cursor. */
    say() {
      const parts = [];
      if (this.cursor === null) {
        this.readout.textContent = `${clock(this.low, 1)} to ${clock(this.high, 1)}`;
        return;
      }
      for (const u of this.plots) {
        if (u.leadout.plot.wave)
          continue;
        const i = u.valToIdx(this.cursor);
        u.leadout.plot.curves.forEach((curve, n) => {
          const value = nearest(u.data[n + 1], i);
          if (value !== null && value !== undefined)
            parts.push(`${curve.label} ${minus(value.toFixed(curve.scale >= 1e4 ? 2 : 1))}`);
        });
      }
      const time = document.createElement("b");
      time.textContent = clock(this.cursor, 3);
      this.readout.replaceChildren(time, "  " + parts.join("  \u00b7  "));
    }

    /* Flags stand where their places are, in as few lanes as they fit. */
    placeFlags() {
      const strip = this.section.querySelector("svg.flags");
      if (!strip)
        return;
      const width = strip.clientWidth || 1;
      const taken = [-99, -99, -99];
      this.data.pins.forEach((pin, i) => {
        const flag = document.getElementById(`s${this.data.subject}-m${i + 1}`);
        const part = (pin.time - this.low) / (this.high - this.low);
        const isSeen = part >= 0 && part <= 1;
        let lane = 0;
        while (lane < taken.length && taken[lane] > part * width - 28)
          lane++;
        flag.toggleAttribute("hidden", !isSeen);
        flag.setAttribute("display", isSeen ? "inline" : "none");
        if (!isSeen)
          return;
        if (lane < taken.length)
          taken[lane] = part * width;
        flag.classList.toggle("crowded", lane === taken.length);
        flag.setAttribute("x", `${100 * part}%`);
        flag.setAttribute("y", lane === taken.length ? 0 : lane * 19);
        flag.querySelector("line").setAttribute("y2", 57 - (lane === taken.length ? 0 : lane * 19));
      });
    }

    resize() {
      for (const u of this.plots) {
        const { box } = u.leadout;
        const width = box.clientWidth + this.gutter(box);
        if (box.clientWidth > 0 && width !== u.width)
          u.setSize({ width, height: u.height });
        u.root.style.left = `${-this.gutter(box)}px`;
      }
      this.placeFlags();
    }

    onKey(event) {
      if (event.ctrlKey || event.metaKey || event.altKey)
        return;
      const span = this.high - this.low;
      const move = (by) => {
        this.cursor = Math.min(Math.max((this.cursor ?? this.low) + by * span, 0), this.data.length);
        if (this.cursor < this.low || this.cursor > this.high)
          this.show(this.cursor - span / 2, this.cursor + span / 2);
        this.moveCursor();
      };
      const keys = {
        "ArrowLeft": () => move(-STEP_OF_KEY), "ArrowRight": () => move(STEP_OF_KEY),
        "+": () => this.scale(0.5), "=": () => this.scale(0.5), "-": () => this.scale(2),
        "0": () => this.show(0, this.data.length), "n": () => this.step(1), "p": () => this.step(-1),
      };
      if (keys[event.key]) {
        keys[event.key]();
        event.preventDefault();
      }
    }

    redraw() {
      for (const u of this.plots)
        u.redraw(false, true);
    }
  }

  const charts = new Map(); /* by number of the subject */

  /* Charts are made when they are first seen: a hidden one has no width, and fifty at once
   * would take a while. */
  const whenSeen = new IntersectionObserver((entries) => {
    for (const entry of entries)
      if (entry.isIntersecting)
        makeFor(entry.target);
  }, { rootMargin: "400px" });

  const makeFor = (section) => {
    const number = parseInt(section.id.slice(1), 10);
    whenSeen.unobserve(section);
    if (!charts.has(number)) {
      const source = section.parentElement.querySelector("script.chart-data");
      charts.set(number, new Charts(JSON.parse(source.textContent), section));
    }
    return charts.get(number);
  };

  const reveal = (element) => {
    for (let at = element; at; at = at.parentElement)
      if (at.tagName === "DETAILS")
        at.open = true;
  };

  /* Links to places move the charts there; others only need what they point to unfolded. */
  const follow = (hash) => {
    const place = /^#s(\d+)-m(\d+)$/.exec(hash);
    const target = hash.length > 1 && document.getElementById(hash.slice(1));
    if (!target)
      return false;
    reveal(target);
    if (!place)
      return false;
    const section = document.getElementById(`s${place[1]}-charts`);
    section.scrollIntoView({ block: "start" });
    makeFor(section).goTo(Number(place[2]));
    return true;
  };

  document.querySelectorAll("section.charts").forEach((section) => whenSeen.observe(section));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#'], svg a");
    const hash = link && link.getAttribute("href");
    if (hash && follow(hash)) {
      event.preventDefault();
      history.replaceState(null, "", hash);
    }
  });
  addEventListener("hashchange", () => follow(location.hash));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
    charts.forEach((chart) => chart.redraw()));
  addEventListener("beforeprint", () =>
    document.querySelectorAll("details").forEach((fold) => { fold.open = true; }));
  follow(location.hash);
})();
