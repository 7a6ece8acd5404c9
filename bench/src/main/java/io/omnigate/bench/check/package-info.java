/** Whether what was promised was kept: receipts, repeats, rows. */
@NullMarked
package io.omnigate.bench.check;

import org.jspecify.annotations.NullMarked;
