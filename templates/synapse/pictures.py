"""Starts Synapse so that pictures take a bounded share of its memory, whoever sends them.

Synapse 1.163.2 bounds the pixels of one picture (`max_image_pixels`), but not how many pictures it shrinks at once, how many
frames of an animation it holds, or how far a crop blows up a long, thin picture (synapse/media/thumbnailer.py). What is above a
bound here stays as it was sent, without a thumbnail or with one that does not move. All bounds follow from max_image_pixels: at
most 13 bytes for each of them, in the worst format and mode (Pillow 13.0.0, measured).
"""

import sys
import warnings

from PIL import Image
from synapse.app import homeserver
from synapse.config import __main__ as parser
from synapse.media.media_repository import MediaRepository
from synapse.media.thumbnailer import Thumbnailer, ThumbnailError
from synapse.util.async_helpers import Linearizer

# Pixels that are decoded for one moving thumbnail: processor time, not memory.
MOVING_PIXELS = 64 * 2**20


class TooLarge(Exception):
    """A picture would take more memory than pictures have."""


def replace(owner, name, make):
    """Puts what `make` makes of the present method in its place. Fails where this Synapse has no such method."""
    setattr(owner, name, make(owner.__dict__[name]))


def one_at_a_time(method):
    """One picture after the other; files that are no pictures, encrypted ones among them, do not wait."""

    async def in_line(self, *arguments, **named):
        if not hasattr(self, "chatkeep_line"):
            self.chatkeep_line = Linearizer(name="chatkeep_pictures", clock=self.clock)
        async with self.chatkeep_line.queue("picture"):
            try:
                return await method(self, *arguments, **named)
            except (TooLarge, MemoryError):
                return None

    return in_line


def only_pictures(method):
    """Lets through at once what Synapse makes no thumbnails of."""
    in_line = one_at_a_time(method)

    async def made(self, server_name, media_id, file_id, media_type, **named):
        if not self._get_thumbnail_requirements(media_type):
            return None
        return await in_line(self, server_name, media_id, file_id, media_type, **named)

    return made


def bound(most):
    """Puts the bounds in place; `most` are the pixels of the largest picture."""
    # Pillow warns at its limit and refuses at twice that. It looks at each frame too.
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = most // 2

    def opened(method):
        def init(self, path):
            method(self, path)
            # Its decoder holds the picture several times over.
            if self.image.format == "WEBP" and self.width * self.height > most * 3 // 4:
                raise ThumbnailError("this picture takes too much memory")

        return init

    def moves(method):
        # Frames are put together from copies of the whole picture.
        return property(lambda self: self.width * self.height <= most // 4 and method.__get__(self))

    def resized(method):
        def resize(self, image, width, height):
            if width * height > most // 4:
                raise TooLarge
            return method(self, image, width, height)

        return resize

    def animated(method):
        def encode(self, transform):
            left = {"kept": most, "decoded": MOVING_PIXELS}

            def counted(frame):
                left["decoded"] -= frame.width * frame.height
                small = transform(frame)
                left["kept"] -= small.width * small.height
                if min(left.values()) < 0:
                    raise TooLarge("too many frames")
                return small

            Image.MAX_IMAGE_PIXELS = most // 8
            try:
                return method(self, counted)
            finally:
                Image.MAX_IMAGE_PIXELS = most // 2

        return encode

    replace(Thumbnailer, "__init__", opened)
    replace(Thumbnailer, "is_animated", moves)
    replace(Thumbnailer, "_resize_image", resized)
    replace(Thumbnailer, "_encode_animated_from", animated)


def start():
    """Bounds pictures once Synapse has read its settings, which is when it sets its own limit.

    `--check` starts nothing: it looks whether all is there that is bounded, and has Synapse's parser judge the settings that
    follow. That is one Python for both, because loading Synapse takes most of the time.
    """
    replace(MediaRepository, "_generate_thumbnails", only_pictures)
    replace(MediaRepository, "generate_local_exact_thumbnail", one_at_a_time)
    replace(MediaRepository, "generate_remote_exact_thumbnail", one_at_a_time)
    replace(Thumbnailer, "set_limits", lambda _: staticmethod(bound))
    if sys.argv[1] == "--check":
        Thumbnailer.set_limits(2**20)
        parser.main(sys.argv[1:])
    else:
        homeserver.main()


if __name__ == "__main__":
    start()
