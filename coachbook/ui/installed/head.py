"""What a page's head says to devices that put it on their home screen."""

import reflex as rx

# Width and height in CSS pixels and how many device pixels one has: iPhones, held upright.
SCREENS = (
    (440, 956, 3),
    (430, 932, 3),
    (402, 874, 3),
    (393, 852, 3),
    (428, 926, 3),
    (390, 844, 3),
    (375, 812, 3),
    (414, 896, 3),
    (414, 896, 2),
    (375, 667, 2),
)
SCHEMES = ("light", "dark")


def install_tags() -> list[rx.Component]:
    """Icon, name and manifest; and for each screen the picture that is shown while it starts."""
    return [
        rx.el.link(rel="apple-touch-icon", href="/icon-180.png"),
        rx.el.link(rel="manifest", href="/manifest.webmanifest"),
        rx.el.meta(name="mobile-web-app-capable", content="yes"),
        rx.el.meta(name="apple-mobile-web-app-capable", content="yes"),
        rx.el.meta(name="apple-mobile-web-app-title", content="coachbook"),
        rx.el.meta(name="apple-mobile-web-app-status-bar-style", content="default"),
        *(_splash(*screen, scheme) for screen in SCREENS for scheme in SCHEMES),
    ]


def _splash(width: int, height: int, density: int, scheme: str) -> rx.Component:
    return rx.el.link(
        rel="apple-touch-startup-image",
        href=f"/splash/{width * density}x{height * density}-{scheme}.png",
        media=f"(device-width: {width}px) and (device-height: {height}px) and "
        f"(-webkit-device-pixel-ratio: {density}) and (orientation: portrait) and "
        f"(prefers-color-scheme: {scheme})",
    )
