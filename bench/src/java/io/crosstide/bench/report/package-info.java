/**
 * What the benchmark measured, reduced to medians and ratios and written as Markdown, JSON and SVG.
 * Pure; uses nothing else of the benchmark.
 */
package io.crosstide.bench.report;
