/**
 * What is measured, a class for each scenario.
 *
 * <p>To add one: implement {@link io.omnigate.bench.scenario.Scenario}, name it in {@link
 * io.omnigate.bench.scenario.Scenarios}, and describe its figures in docs/performance.md. The
 * {@link io.omnigate.bench.scenario.Stage} that it is given holds a running gateway ({@code
 * gateway()}), that gateway's database ({@code gateway().database()}), the yardstick on the same
 * server, the driver, the lengths of windows, a place for figures ({@code findings()}) and one for
 * what is wrong ({@code faults()}). {@link io.omnigate.bench.scenario.CheckedLoad} does what each
 * load needs: warming up and ANALYZE, a window with its processor time, and the checks of receipts,
 * repeats and rows at the end. A figure that misses its goal is reported; only a fault fails the
 * bench.
 */
@NullMarked
package io.omnigate.bench.scenario;

import org.jspecify.annotations.NullMarked;
