// Are the colours of a page's charts told apart, and is what stands on them read?

// Machado, Oliveira and Fernandes 2009, severity 1; the first is normal sight.
const sights = {
    normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998]],
    deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881]],
    tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.3039]],
};
const CLOSEST = 9; // CIE76; a just noticeable difference is 2.3
const CONTRAST = 4.5;
const CONTRAST_OF_SHAPES = 3;

const parse = (text) => text.match(/\d+/g).slice(0, 3).map((each) => {
    const part = Number(each) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
});
const luminance = ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

function contrast(a, b) {
    const [low, high] = [luminance(parse(a)), luminance(parse(b))].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
}

function lab([r, g, b]) {
    const f = (t) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
    const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
    const y = f(luminance([r, g, b]));
    const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const seen = (colour, sight) => lab(sight.map((row) =>
    Math.min(1, Math.max(0, row.reduce((sum, each, i) => sum + each * colour[i], 0)))));

// The colours that the page's style gives its classes, asked of the page itself.
const colours = (page) => page.evaluate(() => {
    const svg = document.querySelector("svg");
    const of = (name, property) => {
        const shape = document.createElementNS("http://www.w3.org/2000/svg", "rect");
        shape.setAttribute("class", name);
        svg.append(shape);
        const colour = getComputedStyle(shape)[property];
        shape.remove();
        return colour;
    };
    const numbers = [0, 1, 2, 3, 4, 5, 6, 7];
    return {
        fills: numbers.map((i) => of(`s${i}`, "fill")),
        texts: numbers.map((i) => of(`on-s${i}`, "fill")),
        paper: of("paper", "fill"), ink: of("ink", "fill"), muted: of("muted", "fill"),
        bar: of("bar", "fill"), edge: of("edge", "stroke"), track: of("track", "fill"),
    };
});

export async function coloursDiffer(page) {
    const found = [];
    const { fills, texts, paper, ink, muted, bar, edge, track } = await colours(page);
    const least = (what, a, b, value) => {
        if (contrast(a, b) < value) {
            found.push(`${what}: contrast ${contrast(a, b).toFixed(2)}, at least ${value}`);
        }
    };
    fills.forEach((fill, i) => least(`text on series ${i}`, fill, texts[i], CONTRAST));
    least("ink on paper", ink, paper, CONTRAST);
    least("axis labels", muted, paper, CONTRAST);
    least("text on a track", ink, track, CONTRAST);
    least("an interval on its bar", ink, bar, CONTRAST_OF_SHAPES);
    least("an edge on paper", edge, paper, CONTRAST_OF_SHAPES);
    for (const [name, sight] of Object.entries(sights)) {
        const shades = fills.map((fill) => seen(parse(fill), sight));
        for (let i = 0; i < shades.length; i++) {
            for (let j = 0; j < i; j++) {
                const far = Math.hypot(...shades[i].map((part, k) => part - shades[j][k]));
                if (far < CLOSEST) {
                    found.push(`series ${j} and ${i} with ${name}: ${far.toFixed(1)} apart`);
                }
            }
        }
    }
    // In grey each is lighter than the one before.
    const greys = fills.map((fill) => lab(parse(fill))[0]);
    greys.forEach((grey, i) => {
        if (i > 0 && grey - greys[i - 1] < 4) {
            found.push(`series ${i} is no lighter than ${i - 1} in grey`);
        }
    });
    return found;
}
