#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws a set of images with and without text, to measure how much of the text is found.

text_set.py FOLDER [--seed N] [--count N] [--development] [--word WORD]

Makes FOLDER/NNNN.pgm or .ppm (8 bits), for images with text FOLDER/NNNN.ink.pgm (the ink of line n has the value n), and
FOLDER/set.json, which names the images and their lines. The same seed, fonts and version of Pillow make the same bytes.
All names, numbers and dates are made up here. Some backgrounds are public files of Debian's python3-pydicom; so no image
of this set is to be published.

--development takes other fonts: with that set the search was tuned, with the other one it was measured. --word makes
images of one word on black.
Needs python3-pil, python3-numpy and the fonts of fonts-liberation, fonts-noto-core, fonts-roboto-unhinted, fonts-hack and
fonts-terminus (fonts-dejavu-core and fonts-freefont-ttf for development); python3-pydicom adds the public files.
"""
import argparse
import io
import json
import math
import os
import random
import sys

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = "/usr/share/fonts/truetype/"
MEASURED = [
    "liberation/LiberationSans-Regular.ttf", "liberation/LiberationSans-Bold.ttf",
    "liberation/LiberationMono-Regular.ttf", "liberation/LiberationMono-Bold.ttf",
    "liberation/LiberationSerif-Regular.ttf", "liberation/LiberationSansNarrow-Regular.ttf",
    "liberation/LiberationSansNarrow-Bold.ttf", "liberation/LiberationSans-Italic.ttf",
    "noto/NotoSans-Regular.ttf", "noto/NotoSans-Bold.ttf", "noto/NotoSerif-Regular.ttf", "noto/NotoMono-Regular.ttf",
    "roboto/unhinted/RobotoTTF/Roboto-Regular.ttf", "roboto/unhinted/RobotoTTF/Roboto-Bold.ttf",
    "roboto/unhinted/RobotoTTF/Roboto-Light.ttf", "roboto/unhinted/RobotoCondensed-Regular.ttf",
    "hack/Hack-Regular.ttf", "terminus/TerminusTTF-4.46.0.ttf",
]
DEVELOPMENT = [
    "dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf", "dejavu/DejaVuSansMono.ttf", "dejavu/DejaVuSerif.ttf",
    "dejavu/DejaVuSansCondensed.ttf", "freefont/FreeSans.ttf", "freefont/FreeMono.ttf", "freefont/FreeMonoBold.ttf",
    "freefont/FreeSerif.ttf", "freefont/FreeSansOblique.ttf",
]
# These fonts have Greek and Cyrillic letters.
WIDE = ("NotoSans-", "NotoSerif-", "LiberationSans-", "LiberationMono-", "DejaVu", "FreeSans", "FreeMono.")

FAMILY = """Abernathy Okonkwo Lindqvist Fairweather Thistlewood Marchetti Vanderberg Kowalczyk Haraldsen Quimby Ashdown
Petrovic Yamashiro Delacroix Montague Szabo Oyelaran Brightwater Castellano Hollingsworth Ng Li Xu Ott Roe Faye
Müller-Lüdenscheidt Jørgensen Peña Žižka Çelik O'Sullivan MacAlister Nakagawa Rosenthal Iwu Bo Ek""".split()
GIVEN = """Wilhelmina Bartholomew Ingrid Percival Guadalupe Thaddeus Rosalind Cornelius Henrietta Leopold Anneliese
Octavia Jo Al Mia Zoë Noël Søren Aurélie Björn Ximena Ezekiel Fiona Magnus Beatriz Tobias""".split()
GREEK = ["ΠΑΠΑΔΟΠΟΥΛΟΣ ΝΙΚΟΣ", "Καραγιάννης Ελένη", "ΟΙΚΟΝΟΜΟΥ Μ."]
CYRILLIC = ["ИВАНОВ СЕРГЕЙ", "Кузнецова Ольга", "Шевченко Т. Г."]
PLACES = """Northgate Infirmary|St. Aldwyn's Hospital|Riverside Imaging|Klinik am Steinberg|Hôpital Sainte-Claire
|Radiologie Zentrum Ost|Mercy Valley Med Ctr|Elmwood Women's Clinic|UZ Westhaven|Dept. of Cardiology""".replace("\n", "").split("|")
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
TECHNICAL = ["TIS 0.4 MI 1.1", "W 400 L 40", "120 kVp 250 mAs", "FR 28 Hz", "Gn 60 C 61", "Depth 11 cm", "SE 3 IM 42",
             "Zoom 1.4x", "TR 2500 TE 90", "Thk 5.0 mm", "FOV 24 cm", "Gen OB C5-1", "Dist 3.42 cm", "EF 61 %", "2D / M",
             "PWR", "AP SUPINE", "Res THI", "Filter: B30f", "Vel 62.3 cm/s", "Freeze", "Page 1/3", "10", "5.0", "LAO 30"]
COLORS = [(255, 255, 0), (0, 255, 0), (0, 255, 255), (255, 160, 0), (255, 255, 255), (180, 200, 255), (255, 90, 90)]


def name(rng):
    family, given = rng.choice(FAMILY), rng.choice(GIVEN)
    form = rng.randrange(7)
    if form == 0:
        return f"{family.upper()}, {given.upper()}"
    if form == 1:
        return f"{family}^{given}"
    if form == 2:
        return f"{given} {family}"
    if form == 3:
        return f"Name: {family}, {given} {rng.choice('ABCDEFGHKLM')}."
    if form == 4:
        return f"Pat. {family.upper()} {given[0]}."
    if form == 5:
        return family.upper()
    return f"{family} {given}"


def date(rng):
    year, month, day = rng.randint(1921, 2025), rng.randint(1, 12), rng.randint(1, 28)
    form = rng.randrange(7)
    return [f"{day:02}.{month:02}.{year}", f"{month:02}/{day:02}/{year}", f"{year}-{month:02}-{day:02}",
            f"{day:02} {MONTHS[month - 1]} {year}", f"DOB {day:02}/{month:02}/{year % 100:02}", f"*{day}.{month}.{year}",
            f"{MONTHS[month - 1].title()} {day}, {year}  {rng.randint(0, 23):02}:{rng.randint(0, 59):02}"][form]


def number(rng):
    digits = "".join(rng.choice("0123456789") for _ in range(rng.randint(4, 10)))
    return [digits, f"ID: {digits}", f"MRN {digits}", f"Acc# {rng.choice('ABCRX')}{digits}", f"{digits[:3]}-{digits[3:]}",
            f"{rng.choice('FM')} {rng.randint(1, 99):03}Y {digits}"][rng.randrange(6)]


def line_text(rng):
    """What a line says, and whether it identifies somebody."""
    kind = rng.random()
    if kind < 0.28:
        return name(rng), True, "name"
    if kind < 0.32:
        return rng.choice(GREEK + CYRILLIC), True, "other script"
    if kind < 0.46:
        return date(rng), True, "date"
    if kind < 0.60:
        return number(rng), True, "number"
    if kind < 0.68:
        return rng.choice(PLACES), True, "place"
    return rng.choice(TECHNICAL), False, "technical"


# Backgrounds in gray, as floating-point numbers from 0 to 255.

def smooth(npr, height, width, cells):
    small = npr.random((max(2, height // cells), max(2, width // cells))).astype(np.float32)
    return np.asarray(Image.fromarray(small, "F").resize((width, height), Image.BICUBIC))


def blurred(pixels, radius):
    image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(radius)), np.float32)


def ellipse(height, width, cy, cx, ry, rx, turn=0.0):
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    y, x = y - cy, x - cx
    c, s = math.cos(turn), math.sin(turn)
    return ((x * c + y * s) / rx) ** 2 + ((y * c - x * s) / ry) ** 2


def ultrasound(rng, npr, height, width):
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    cx, top = width * rng.uniform(0.4, 0.6), height * rng.uniform(0.02, 0.12)
    radius, angle = np.hypot(x - cx, y - top), np.abs(np.arctan2(x - cx, y - top))
    fan = (angle < rng.uniform(0.5, 0.8)) & (radius > height * 0.08) & (radius < height * rng.uniform(0.75, 0.88))
    speckle = npr.rayleigh(1.0, (height, width)) * (20 + 90 * smooth(npr, height, width, rng.choice([40, 70])))
    speckle = blurred(np.clip(speckle, 0, 255), rng.uniform(0.7, 1.5))
    return np.where(fan, np.clip(speckle, 0, 230), rng.choice([0, 0, 8]))


def body(rng, npr, height, width):
    image = np.zeros((height, width), np.float32)
    cy, cx = height * rng.uniform(0.45, 0.55), width * rng.uniform(0.45, 0.55)
    ry, rx = height * rng.uniform(0.3, 0.42), width * rng.uniform(0.35, 0.45)
    outer = ellipse(height, width, cy, cx, ry, rx)
    image[outer < 1] = rng.uniform(80, 120)
    image[(outer < 1) & (outer > 0.93)] = rng.uniform(40, 60)
    for _ in range(rng.randint(6, 14)):
        inner = ellipse(height, width, cy + ry * rng.uniform(-0.6, 0.6), cx + rx * rng.uniform(-0.7, 0.7),
                        ry * rng.uniform(0.04, 0.3), rx * rng.uniform(0.04, 0.3), rng.uniform(0, 3))
        image[(inner < 1) & (outer < 0.9)] = rng.uniform(10, 235)
    return image + npr.normal(0, rng.uniform(2, 12), (height, width))


def brain(rng, npr, height, width):
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    cy, cx = height / 2, width / 2
    ry, rx = height * rng.uniform(0.33, 0.42), width * rng.uniform(0.27, 0.36)
    outer = ellipse(height, width, cy, cx, ry, rx)
    cells = min(height, width) // 22
    folds = np.sin(smooth(npr, height, width, cells) * rng.uniform(8, 14) + np.hypot(x - cx, y - cy) / cells)
    image = np.where(outer < 0.82, rng.uniform(80, 120) + rng.uniform(10, 26) * blurred(folds * 60 + 128, 1.5) / 60 - 40, 0)
    image = np.where((outer >= 0.82) & (outer < 0.88), 25, image)
    image = np.where((outer >= 0.88) & (outer < 1.0), rng.uniform(150, 230), image)
    for side in (-1, 1):
        image[ellipse(height, width, cy, cx + side * rx * 0.18, ry * 0.28, rx * 0.1, side * 0.25) < 1] = 20
    return image + npr.normal(0, rng.uniform(3, 9), (height, width))


def xray(rng, npr, height, width):
    image = 60 + 130 * smooth(npr, height, width, rng.choice([90, 140]))
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    for rib in range(rng.randint(0, 9)):
        bend = height * (0.1 + 0.1 * rib) + 40 * np.sin(x / width * 3.1 + rng.uniform(-0.2, 0.2))
        image += 28 * np.exp(-((y - bend) / rng.uniform(6, 14)) ** 2)
    if rng.random() < 0.5:
        edge = int(min(height, width) * rng.uniform(0.03, 0.12))
        frame = np.zeros_like(image)
        frame[edge:-edge, edge:-edge] = 1
        image = image * frame + (1 - frame) * rng.choice([0, 0, 250])
    return image + npr.normal(0, rng.uniform(1, 6), (height, width))


def screen(rng, npr, height, width):
    image = np.full((height, width), rng.choice([0, 10, 30, 60, 200, 240]), np.float32)
    for _ in range(rng.randint(2, 6)):
        top, left = rng.randrange(height - 40), rng.randrange(width - 40)
        image[top:top + rng.randint(20, height // 2), left:left + rng.randint(20, width // 2)] = rng.uniform(0, 255)
    for _ in range(rng.randint(0, 6)):
        if rng.random() < 0.5:
            image[rng.randrange(height), :] = rng.uniform(60, 255)
        else:
            image[:, rng.randrange(width)] = rng.uniform(60, 255)
    ramp = np.linspace(255, 0, height // 2, dtype=np.float32)
    image[height // 4:height // 4 + len(ramp), -16:-6] = ramp[:, None]
    return image


def dark(rng, npr, height, width):
    return np.full((height, width), rng.choice([0, 0, 20]), np.float32) + npr.normal(0, rng.uniform(0, 4), (height, width))


def public_images():
    """Frames of public files that show no text; each was looked at."""
    try:
        import pydicom
        import pydicom.data
    except ImportError:
        return []
    images = []
    for file in ["CT_small", "MR_small", "693_J2KI", "J2K_pixelrep_mismatch", "JPEG2000"]:
        path = os.path.join(os.path.dirname(pydicom.data.__file__), "test_files", file + ".dcm")
        try:
            images.append(pydicom.dcmread(path).pixel_array.astype(np.float32))
        except Exception as missing:  # A file or a decoder that this Debian has not; the set says how many there were.
            print(f"{file}: {missing}", file=sys.stderr)
    return images


def public(rng, npr, height, width, images):
    pixels = images[rng.randrange(len(images))]
    low, high = np.percentile(pixels, [rng.uniform(0, 20), rng.uniform(95, 100)])
    pixels = np.clip((pixels - low) / max(high - low, 1) * 255, 0, 255)
    if rng.random() < 0.5:
        pixels = pixels[:, ::-1]
    return np.asarray(Image.fromarray(np.ascontiguousarray(pixels), "F").resize((width, height), Image.BICUBIC))


GENERATED = [ultrasound, body, brain, xray, screen, dark]
SIZES = [(640, 480), (800, 600), (512, 512), (1024, 768), (768, 576), (320, 240), (512, 512), (1280, 960), (1024, 1024)]


def background(rng, npr, images):
    width, height = rng.choice(SIZES)
    kind = rng.randrange(8)
    if kind >= len(GENERATED) and images:
        return public(rng, npr, height, width, images), "public"
    make = GENERATED[kind % len(GENERATED)]
    return make(rng, npr, height, width), make.__name__


def place_lines(rng, width, height):
    """Where lines begin: in blocks at the corners, along an edge, or anywhere."""
    places = []
    for _ in range(rng.randint(1, 4)):
        corner = rng.randrange(6)
        y = {0: 4, 1: 4, 2: height * 0.75, 3: height * 0.75}.get(corner, rng.uniform(0, height * 0.8))
        places.append((corner, y + rng.uniform(0, 10), rng.randint(1, 4)))
    return places


def draw_text(rng, fonts, size_range):
    text, identifying, kind = line_text(rng)
    names = [f for f in fonts if kind != "other script" or any(w in f for w in WIDE)] or fonts
    font_name = rng.choice(names)
    size = rng.randint(*size_range)
    if rng.random() < 0.12:
        size = rng.randint(25, 44)
    return text, identifying, kind, font_name, size


def render(text, font, aliased):
    box = font.getbbox(text)
    mask = Image.new("L", (box[2] + 4, box[3] + 4), 0)
    draw = ImageDraw.Draw(mask)
    draw.fontmode = "1" if aliased else "L"
    draw.text((2, 2), text, font=font, fill=255)
    return np.asarray(mask)


def make_image(rng, npr, fonts, images, hard):
    pixels, kind = background(rng, npr, images)
    pixels = np.clip(pixels, 0, 255).astype(np.float32)
    height, width = pixels.shape
    color = rng.random() < 0.3
    canvas = np.repeat(pixels[:, :, None], 3, axis=2) if color else pixels[:, :, None]
    canvas = canvas.copy()
    ink = np.zeros((height, width), np.uint8)
    lines = []
    size_range = (6, 8) if hard and rng.random() < 0.5 else (9, 24) if width > 400 else (8, 14)
    taken = np.zeros((height, width), bool)
    for corner, y, count in place_lines(rng, width, height):
        base = draw_text(rng, fonts, size_range)
        for _ in range(count):
            text, identifying, what, font_name, size = draw_text(rng, fonts, size_range)
            if what != "other script":
                font_name, size = base[3], base[4]
            font = ImageFont.truetype(FONTS + font_name, size)
            aliased = rng.random() < 0.3
            mask = render(text, font, aliased)
            vertical = rng.random() < 0.03
            if vertical:
                mask = np.rot90(mask)
            h, w = mask.shape
            rows = np.flatnonzero(mask.max(axis=1) > 127)
            if h >= height or w >= width or not len(rows):
                continue
            x = {0: 4, 2: 4, 1: width - w - 4, 3: width - w - 4}.get(corner, rng.uniform(0, width - w))
            x, top = int(x), int(min(y, height - h))
            if taken[max(0, top - 2):top + h + 2, max(0, x - 6):x + w + 6].any():
                y += h + 2
                continue
            taken[top:top + h, x:x + w] = True
            y += rows[-1] + 4 + rng.choice([0, 2, 6])
            region = canvas[top:top + h, x:x + w]
            under = float(np.median(region))
            spread = float(region.std())
            contrast = rng.uniform(10, 28) if hard and rng.random() < 0.6 else rng.uniform(max(40, 2.5 * spread), 255)
            value = under + contrast if under + contrast <= 255 or under < 128 else under - contrast
            value = min(max(value, 0), 255)
            alpha = mask[:, :, None].astype(np.float32) / 255
            fill = np.array(rng.choice(COLORS), np.float32) * (value / 255 if value > under else 0) if color and value > under \
                else np.full(canvas.shape[2], value, np.float32)
            if not hard and rng.random() < 0.12:
                shadow = np.zeros_like(alpha)
                shadow[1:, 1:] = alpha[:-1, :-1]
                region[:] = region * (1 - shadow) + (0 if value > under else 255) * shadow
            if not hard and (rng.random() < 0.1 or abs(value - under) < max(40, 2.5 * spread)):
                # Where letters would not stand out, people and devices write into a box.
                under = min(under, 60.0) if value >= 128 else max(under, value + 60.0)
                region[:] = under
            region[:] = region * (1 - alpha) + fill * alpha
            number_of_line = len(lines) + 1
            if number_of_line > 250:
                break
            ink[top:top + h, x:x + w][mask > 127] = number_of_line
            lines.append({"Line": number_of_line, "Text": text, "Identifies": identifying, "Kind": what, "Font": font_name,
                          "Size": size, "Contrast": round(abs(value - under)), "Vertical": vertical})
    if hard and rng.random() < 0.3:
        canvas = np.stack([blurred(canvas[:, :, c], 1.3) for c in range(canvas.shape[2])], axis=2)
    return canvas, ink, lines, kind


def word_on_black(word, font_name):
    canvas = np.zeros((240, 320, 1), np.float32)
    mask = render(word, ImageFont.truetype(FONTS + font_name, 24), False)
    canvas[100:100 + mask.shape[0], 80:80 + mask.shape[1], 0] = mask
    ink = (canvas[:, :, 0] > 127).astype(np.uint8)
    return canvas, ink, [{"Line": 1, "Text": word, "Identifies": True, "Kind": "word", "Font": font_name, "Size": 24,
                          "Contrast": 255, "Vertical": False}], "black"


def encode(rng, canvas):
    pixels = np.clip(np.rint(canvas), 0, 255).astype(np.uint8)
    image = Image.fromarray(pixels[:, :, 0] if pixels.shape[2] == 1 else pixels)
    quality = None if rng.random() < 0.4 else rng.randint(50, 95)
    if quality:
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=quality)
        image = Image.open(io.BytesIO(buffer.getvalue()))
        image.load()
    return image, quality


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--seed", type=int, default=20261202)
    parser.add_argument("--count", type=int, default=460)
    parser.add_argument("--development", action="store_true")
    parser.add_argument("--word")
    arguments = parser.parse_args()
    fonts = [f for f in (DEVELOPMENT if arguments.development else MEASURED) if os.path.exists(FONTS + f)]
    if not fonts:
        sys.exit("text_set.py: there are no fonts (apt-get install fonts-liberation fonts-noto-core fonts-roboto-unhinted)")
    images = public_images()
    os.makedirs(arguments.folder, exist_ok=True)
    made = []
    for index in range(arguments.count):
        rng = random.Random(arguments.seed * 100003 + index)
        npr = np.random.default_rng(arguments.seed * 100003 + index)
        # Of ten images, seven have text, two have none, and one has text that is hard to see.
        part = "clean" if index % 10 in (3, 8) else "hard" if index % 10 == 6 else "text"
        canvas, ink, lines, kind = None, None, [], None
        if arguments.word:
            canvas, ink, lines, kind = word_on_black(arguments.word, fonts[0])
            part = "text"
        while part != "clean" and not lines:
            canvas, ink, lines, kind = make_image(rng, npr, fonts, images, part == "hard")
        if part == "clean":
            pixels, kind = background(rng, npr, images)
            canvas = np.clip(pixels, 0, 255)[:, :, None]
        image, quality = encode(rng, canvas)
        file = f"{index:04}.{'pgm' if image.mode == 'L' else 'ppm'}"
        image.save(os.path.join(arguments.folder, file))
        if lines:
            Image.fromarray(ink).save(os.path.join(arguments.folder, f"{index:04}.ink.pgm"))
        made.append({"File": file, "Part": part, "Background": kind, "Quality": quality, "Lines": lines})
    with open(os.path.join(arguments.folder, "set.json"), "w", encoding="utf-8") as file:
        json.dump({"Seed": arguments.seed, "Fonts": fonts, "PublicFiles": len(images), "Images": made}, file,
                  ensure_ascii=False, indent=0)
    print(f"{len(made)} images, {sum(len(image['Lines']) for image in made)} lines, {len(fonts)} fonts, "
          f"{len(images)} public files")


if __name__ == "__main__":
    main()
