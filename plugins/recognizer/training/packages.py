# SPDX-License-Identifier: Apache-2.0
"""The Debian packages that the recognizer's texts come from, by the use that is made of them. What is measured with is
never trained on; what the probabilities are fitted with is neither."""

from __future__ import annotations

# Messages of programs, measured with.
TEST = """
    apt baobab deja-dup epiphany-browser-data evolution-common file-roller gedit-common gnome-control-center-data
    gnome-software-common gnucash-common gparted-common hexchat-common homebank-data libglib2.0-data libgtk-3-common
    nautilus-data orca pidgin-data plasma-workspace-data synaptic vlc-l10n xfce4-settings xfdesktop4-data
""".split()

# Prose, measured with: collections of sayings.
CONTROL = """
    fortunes fortunes-bg fortunes-br fortunes-cs fortunes-de fortunes-eo fortunes-es fortunes-ga fortunes-it fortunes-pl
    fortunes-ru fortunes-zh
""".split()

# Messages of programs that temperatures are fitted with.
HELD = """
    dpkg gnome-disk-utility kmymoney-common libgtk-4-common rhythmbox-data seahorse shotwell-common simple-scan
    totem-common transmission-common xfce4-panel
""".split()

# Messages of programs, trained on. The last lines have stories in them.
MESSAGES = """
    aisleriot anjuta-common aptitude-common appstream atril-common audacious audacity-data balsa bash binutils-common
    bison blueman bluefish-data bolt brasero-common caja-common celluloid cheese-common cinnamon-l10n claws-mail-i18n
    coreutils cups-common deluge-common dia-common diffutils digikam-data e2fsprogs-l10n engrampa-common eog
    evince-common evolution-data-server-common exiv2 filezilla-common findutils flatpak five-or-more fwupd gajim gawk
    gcc-12-locales gcompris-qt-data geany-common gettext gimp-data git glade gnome-2048 gnome-boxes gnome-calculator
    gnome-calendar gnome-chess gnome-clocks gnome-contacts gnome-mahjongg gnome-maps gnome-music gnome-photos
    gnome-screenshot gnome-session-common gnome-settings-daemon-common gnome-shell-common gnome-system-monitor
    gnome-terminal-data gnome-text-editor gnome-todo gnome-tweaks gnome-weather gnumeric-common gnupg-l10n grep
    grisbi-common gsettings-desktop-schemas gthumb-data gucharmap gvfs-common hitori hugin-data iagno indent inkscape
    iso-codes josm-l10n k3b-data kalzium-data kanagram kate5-data kcalc kdenlive-data kgeography-data kgpg khangman
    kolourpaint konsole krita-l10n kstars-data ktorrent-data ktouch-data kturtle kwordquiz libc-l10n libgtk2.0-common
    libkf5coreaddons-data libkf5i18n-data libkf5kiocore5 libkf5widgetsaddons-data libkf5xmlgui-data libparted-i18n
    libsecret-common lightsoff lxpanel-data lxsession-data lxterminal lyx-common lynx-common make man-db marble-data
    mate-control-center-common mate-desktop-common mate-panel-common mate-terminal-common menu-l10n minder mousepad mutt
    nano network-manager network-manager-gnome okular parley-data parole passwd pavucontrol pcmanfm pitivi planner-data
    plasma-desktop-data pluma-common polari psmisc quadrapassel recode remmina-common ristretto sed sharutils
    shared-mime-info skrooge-common software-properties-gtk sound-juicer supertux-data swell-foop sylpheed-i18n
    system-config-printer-common tali tar tellico-data texinfo thunar-data tuxpaint-data util-linux-locales vinagre
    virt-manager wget wireshark-common xfce4-session xfce4-terminal xkb-data yelp zenity
    freeciv-data freedroidrpg-data tuxmath-data wesnoth-1.16-data
""".split() + [
    f"libreoffice-l10n-{language}"
    for language in """
    af am ar as ast be bg bn br bs ca cs cy da de el eo es et eu fa fi fr ga gd gl gu he hi hr hu id is it ja ka kk km
    kmr kn ko lt lv mk ml mn mr nb ne nl nn oc om or pa-in pl pt pt-br ro ru rw si sk sl sr sv szl ta te tg th tr ts ug
    uk uz vi xh zh-cn zh-tw zu
""".split()
]

# Manuals.
PROSE = (
    "gnome-user-docs debian-handbook installation-guide-amd64 developers-reference-de debian-faq debian-reference-en"
    " debian-edu-doc-en libreoffice-help-en-us gimp-help-en manpages-ja manpages-tr manpages-zh"
).split() + [
    f"{family}-{language}"
    for family, languages in {
        "libreoffice-help": "ca cs da de el es et eu fi fr gl hi hu id it ja ko nl pl pt pt-br ru sk sl sv tr vi"
        " zh-cn zh-tw",
        "gimp-help": "ca cs da de el es fa fi fr hr hu it ja ko lt nl nn pt pt-br ro ru sl sv uk zh-cn",
        "manpages": "cs da de el es fi fr hu id it mk nb nl pl pt-br ro ru sr sv uk vi",
        "debian-reference": "de es fr id it ja pt pt-br zh-cn zh-tw",
        "debian-edu-doc": "da de es fr it ja nb-no nl pt-br pt-pt zh-cn",
        "debian-faq": "de fr it ja ko nl pt ru zh-cn",
        "aptitude-doc": "cs es fi fr it ja nl ru",
        "maint-guide": "ca de es fr it ja ru vi zh-cn zh-tw",
    }.items()
    for language in languages.split()
]

# Word lists and spell checkers' stems: everyday words that no program says.
WORDS = {
    "wbulgarian": "bg", "wbrazilian": "pt-BR", "wportuguese": "pt-PT", "wdanish": "da", "wdutch": "nl",
    "wngerman": "de", "wirish": "ga", "wpolish": "pl", "wfaroese": "fo", "wgalician-minimos": "gl", "wukrainian": "uk",
    "wnorwegian": "nb", "wamerican": "en", "wcatalan": "ca", "wswedish": "sv", "wfrench": "fr", "witalian": "it",
    "wspanish": "es", "wesperanto": "eo",
    "hunspell-af": "af", "hunspell-an": "an", "hunspell-ar": "ar", "hunspell-be": "be", "hunspell-br": "br",
    "hunspell-bs": "bs", "hunspell-cs": "cs", "hunspell-eu": "eu", "hunspell-gd": "gd",
    "hunspell-hi": "hi", "hunspell-hr": "hr", "hunspell-hu": "hu", "hunspell-id": "id", "hunspell-is": "is",
    "hunspell-kk": "kk", "hunspell-kmr": "ku", "hunspell-lt": "lt", "hunspell-lv": "lv", "hunspell-mn": "mn",
    "hunspell-ne": "ne", "hunspell-oc": "oc", "hunspell-ro": "ro", "hunspell-ru": "ru", "hunspell-sk": "sk",
    "hunspell-sl": "sl", "hunspell-sr": "sr", "hunspell-sw": "sw", "hunspell-tr": "tr", "hunspell-uz": "uz",
    "hunspell-vi": "vi", "myspell-et": "et", "myspell-eo": "eo", "myspell-nn": "nn", "myspell-sq": "sq",
    "myspell-tl": "fil", "myspell-fa": "fa", "myspell-he": "he",
}  # fmt: skip
