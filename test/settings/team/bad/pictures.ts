import { asAda, atTop, type BadRoster, cases, inRoom } from "./case.ts";

const key = "rooms[0].avatar";
const avatar = (path: string): string => inRoom(`avatar: ${path}`);

/** Pictures that must be refused. */
export const badPictures: readonly BadRoster[] = [
  ...cases("a path that is none", "refuses", avatar, [
    ["/etc/passwd", key, "Copy the picture into that folder"],
    ["~/general.png", key, "Copy the picture into that folder"],
    ["/", key, "from the folder of the roster"],
    ["[general.png]", key, "found a list"],
    ["{ file: general.png }", key, "found a group"],
    ["pictures\\general.png", key, "Write `/` between folders"],
    ['"\\\\\\\\server\\\\general.png"', key, "Write `/` between folders"],
    ["x".repeat(1_001), key, "Copy the picture into that folder"],
  ]),
  ...cases("a path that leads elsewhere", "accepts", avatar, [
    ["../general.png", key, "Copy the picture into that folder"],
    ["pictures/../../general.png", key, "Copy the picture into that folder"],
    ["C:/general.png", key, "Copy the picture into that folder"],
    ["https://acme.test/general.png", key, "Download the picture into that folder"],
    ["mxc://acme.test/AbCdEf", key, "Download the picture into that folder"],
    ['"general\\u202egnp.exe"', key, "holds a character that nothing shows"],
    ['"general\\0.png"', key, "holds a character that nothing shows"],
  ]),
  ...cases("a picture that is none", "accepts", avatar, [
    ["pictures/genral.png", key, "there is no file `pictures/genral.png`"],
    ["pictures/General.png", key, "there is no file"],
    ["pictures", key, "`pictures` is not a file"],
    ["link.png", key, "a link that leads out of the folder"],
    ["secret.png", key, "cannot be read (EACCES)"],
    ["large.png", key, "`large.png` has 12 MiB, and a picture has at most 10 MiB here"],
    ["larger.png", key, "`larger.png` has 10485761 bytes, and a picture has at most 10 MiB here"],
    ["drawing.svg", key, "is an SVG, which can hold scripts"],
    ["declared.png", key, "is an SVG, which can hold scripts"],
    ["wide.svg", key, "Save it as PNG"],
    ["page.html", key, "`page.html` is not a PNG, JPEG, GIF or WebP picture"],
    ["sound.png", key, "is not a PNG, JPEG, GIF or WebP picture"],
    ["photo.heic", key, "is not a PNG, JPEG, GIF or WebP picture"],
    ["half.png", key, "is not a PNG, JPEG, GIF or WebP picture"],
    ["empty.png", key, "`empty.png` is empty"],
  ]),
  ...cases("a picture by another name", "refuses", inRoom, [
    ["picture: pictures/general.png", "rooms[0].picture", "Write `avatar`"],
    ["icon: pictures/general.png", "rooms[0].icon", "Write `avatar`"],
    ["avatarUrl: mxc://acme.test/AbCdEf", "rooms[0].avatarUrl", "Write `avatar`"],
  ]),
  ...cases("a picture of a member", "refuses", asAda, [
    ["name: Ada\navatar: pictures/general.png", "members[0].avatar", "members choose their own picture in an app"],
    ["name: Ada\npicture: pictures/general.png", "members[0].picture", "only rooms and spaces have a picture"],
  ]),
  ...cases("a picture of a space", "accepts", atTop, [
    ["spaces:\n  - { alias: a, name: A, avatar: none.png }", "spaces[0].avatar", "there is no file `none.png`"],
  ]),
];
