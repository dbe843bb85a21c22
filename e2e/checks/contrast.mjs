// What axe and pa11y cannot decide: text on gradients, pictures and drawings. Here the pixels behind the letters
// are looked at: the letters are made transparent, the page is photographed, and the text's colour is compared
// with every pixel of its box.

/** Problems among the elements that axe left undecided. */
export async function undecided(tab, targets) {
  if (targets.length === 0) return [];
  const texts = await tab.evaluate((selectors) => {
    const found = [];
    for (const selector of selectors) {
      const element = document.querySelector(selector);
      if (!element) continue;
      const style = getComputedStyle(element);
      const drawn = element instanceof SVGElement;
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
      if (!own || !element.checkVisibility()) continue;
      const box = element.getBoundingClientRect();
      const size = parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      found.push({
        selector, colour: drawn ? style.fill : style.color, least: large ? 3 : 4.5,
        box: { x: box.x + scrollX, y: box.y + scrollY, width: box.width, height: box.height },
      });
    }
    for (const { selector } of found) {
      const element = document.querySelector(selector);
      element.style.setProperty(element instanceof SVGElement ? "fill" : "color", "transparent", "important");
    }
    return found;
  }, targets);
  const picture = (await tab.screenshot({ fullPage: true })).toString("base64");
  const decoder = await tab.context().newPage();
  try {
    return await decoder.evaluate(compare, { picture, texts });
  } finally {
    await decoder.close();
  }
}

/** Runs in an empty page, which may decode pictures. */
async function compare({ picture, texts }) {
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d", { willReadFrequently: true });
  canvas.drawImage(image, 0, 0);
  const channel = (value) => (value <= 10.31475 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  return texts.flatMap(({ selector, colour, least, box }) => {
    const left = Math.max(Math.floor(box.x), 0);
    const top = Math.max(Math.floor(box.y), 0);
    const width = Math.min(Math.ceil(box.width), image.width - left);
    const height = Math.min(Math.ceil(box.height), image.height - top);
    // Scrolled out of sight inside its own box: there is nothing to see.
    if (width < 1 || height < 1) return [];
    const ink = light(colour.match(/[\d.]+/g).map(Number));
    const { data } = canvas.getImageData(left, top, width, height);
    const grounds = new Map();
    for (let at = 0; at < data.length; at += 4) {
      const key = (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
      grounds.set(key, (grounds.get(key) ?? 0) + 1);
    }
    const pixels = data.length / 4;
    let worst = 21;
    for (const [key, count] of grounds) {
      // A rule or an axis of a hair's width that passes behind is no ground.
      if (count < pixels * 0.1) continue;
      const ground = light([key >> 16, (key >> 8) & 255, key & 255]);
      worst = Math.min(worst, (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05));
    }
    return worst < least ? [`${selector}: ${colour} on its ground ${worst.toFixed(2)}:1, at least ${least}:1`] : [];
  });
}
