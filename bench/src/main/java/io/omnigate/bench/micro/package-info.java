/**
 * Microbenchmarks (JMH) of the pure parts that every contact passes: {@code java -jar
 * bench/target/omnigate-bench.jar} is the bench itself, and {@code java -cp
 * bench/target/omnigate-bench.jar org.openjdk.jmh.Main} runs these.
 */
@NullMarked
package io.omnigate.bench.micro;

import org.jspecify.annotations.NullMarked;
