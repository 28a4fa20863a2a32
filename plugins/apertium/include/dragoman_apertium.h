/*
 * dragoman_apertium.h: the plugin exports nothing but `dragoman_plugin_v1` of dragoman_provider.h. This header
 * exists because a package target must have a public one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef DRAGOMAN_APERTIUM_H
#define DRAGOMAN_APERTIUM_H

#endif
