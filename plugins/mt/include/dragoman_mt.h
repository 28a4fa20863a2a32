/*
 * dragoman_mt.h: the plugin exports nothing but `dragoman_plugin_v1` of dragoman_provider.h. This header
 * exists because a package target must have a public one.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRAGOMAN_MT_H
#define DRAGOMAN_MT_H

#endif
