#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes han_tables.h: frequent Han characters that only one of simplified, traditional and Japanese has.

Needs `uconv` of ICU (Debian: icu-devtools). A character is simplified when ICU's transliterator turns it into a
traditional one, GB 2312 has it among its 3,755 frequent characters and Big5 has it not among its 5,401; a
traditional one the other way round, with all of GB 2312 shut out. What both sides use in some sense (后, 干, 云) is
on neither list. A Japanese character is one of JIS X 0208's 2,965 frequent ones that neither of the others has.
"""
import subprocess

CHARACTERS = [chr(code) for code in range(0x4E00, 0xA000)]


def transliterate(name):
    text = "\n".join(CHARACTERS).encode()
    return subprocess.run(["uconv", "-x", name], input=text, capture_output=True, check=True).stdout.decode().split("\n")


def code(character, encoding):
    try:
        return int.from_bytes(character.encode(encoding), "big")
    except UnicodeEncodeError:
        return 0


def literal(name, characters):
    lines = [f"inline constexpr char16_t {name}[] ="]
    for start in range(0, len(characters), 50):
        lines.append('    u"' + "".join(characters[start : start + 50]) + '"')
    return "\n".join(lines) + ";\n"


simplified, traditional, japanese = [], [], []
for character, to_simplified, to_traditional in zip(
    CHARACTERS, transliterate("Traditional-Simplified"), transliterate("Simplified-Traditional")
):
    frequent_in_gb2312 = 0xB0A1 <= code(character, "gb2312") < 0xD800
    frequent_in_big5 = 0xA440 <= code(character, "big5") <= 0xC67E
    if to_traditional != character and frequent_in_gb2312 and not frequent_in_big5:
        simplified.append(character)
    if to_simplified != character and frequent_in_big5 and not code(character, "gb2312"):
        traditional.append(character)
    frequent_in_jis = 0x889F <= code(character, "shift_jis") <= 0x9872
    if frequent_in_jis and not code(character, "gb2312") and not code(character, "big5"):
        japanese.append(character)

print(
    f"""/*
 * han_tables.h: frequent Han characters that only one of three ways of writing has, in order of code point:
 * {len(simplified)} simplified, {len(traditional)} traditional and {len(japanese)} Japanese. Written by tests/generate_han_tables.py from
 * ICU's transliterators and the character sets GB 2312, Big5 and JIS X 0208.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRAGOMAN_RECOGNIZER_HAN_TABLES_H
#define DRAGOMAN_RECOGNIZER_HAN_TABLES_H

{literal("simplified_characters", simplified)}
{literal("traditional_characters", traditional)}
{literal("japanese_characters", japanese)}
#endif"""
)
