"""Papers printed at 90 %, laid askew on a scanner, with the dirt of both."""

from __future__ import annotations

import io

from PIL import Image, ImageChops

from sachmatuy_desktop.documents.preview import Preview

DOTS_AN_INCH = 96


def scanned(
    pdf: bytes,
    page: int = 0,
    *,
    dots: int = 200,
    turned: float = 0,
    noise: float = 0,
    shrunk: float = 0.9,
) -> Image.Image:
    """A page as a scanner of `dots` an inch sees its print; `turned` degrees to the left."""
    with Preview(pdf) as paper:
        seen = paper.picture(page, dots / DOTS_AN_INCH * shrunk)
    size = (seen.width, seen.height)
    picture = Image.frombuffer("RGBA", size, seen.pixels, "raw", "RGBA", seen.stride, 1)
    askew = picture.convert("L").rotate(turned, Image.Resampling.BICUBIC, True, fillcolor=255)
    if not noise:
        return askew
    return ImageChops.add(askew, Image.effect_noise(askew.size, noise), 1, -128)


def as_png(picture: Image.Image) -> bytes:
    """The bytes of a picture file."""
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def as_pdf(pictures: list[Image.Image], dots: int = 200) -> bytes:
    """A scan of several pages, as scanners write it."""
    out = io.BytesIO()
    first, *others = pictures
    first.save(out, "PDF", save_all=True, append_images=others, resolution=dots)
    return out.getvalue()
