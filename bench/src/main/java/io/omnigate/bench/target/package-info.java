/** What is measured: a gateway in a process of its own, its database, their CPU and memory. */
@NullMarked
package io.omnigate.bench.target;

import org.jspecify.annotations.NullMarked;
