@org.jspecify.annotations.NullMarked
package io.omnigate.bench.traffic;
