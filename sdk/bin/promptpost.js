#!/usr/bin/env node
// Here and not in dist, so that `npm ci` finds it and links it before the first build.
import '../dist/cli/main.js'
