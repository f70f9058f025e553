#!/usr/bin/env node
// The entry of the tool: it runs from a clone without any build.
import { commands } from './src/commands.mjs';
import { processIo, runTool } from './src/tool.mjs';

process.exitCode = await runTool(commands, process.argv.slice(2), processIo());
