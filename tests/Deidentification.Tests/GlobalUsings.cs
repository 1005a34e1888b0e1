// SPDX-License-Identifier: GPL-3.0-or-later

global using NUnit.Framework;
