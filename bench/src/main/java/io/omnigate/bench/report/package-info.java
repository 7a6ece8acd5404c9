/** The table, the JSON and the pictures. */
@NullMarked
package io.omnigate.bench.report;

import org.jspecify.annotations.NullMarked;
