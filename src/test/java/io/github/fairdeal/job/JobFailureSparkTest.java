package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.RepeatedTest;

/** A job that fails while another of its tasks works on: a session in this very process, so that both can be seen. */
class JobFailureSparkTest extends SparkTest {

    private static final AtomicInteger ENDED = new AtomicInteger();
    private static volatile CountDownLatch bothRun;

    // Spark's own account of what runs may be 100 ms old, or right by chance: once would not tell.
    @RepeatedTest(10)
    void failure_isThrownWhenTheOtherTasksHaveEnded() {
        JavaSparkContext context = new JavaSparkContext(spark().sparkContext());
        ENDED.set(0);
        bothRun = new CountDownLatch(2);

        assertThatThrownBy(() -> JobFailure.unwrapping(spark(), () -> context.parallelize(List.of(0, 1), 2)
                        .map(JobFailureSparkTest::failOrWorkOn)
                        .collect()))
                .isInstanceOf(BadInputException.class)
                .hasMessage("task 0");

        assertThat(ENDED).hasValue(1);
    }

    private static int failOrWorkOn(int task) throws InterruptedException {
        bothRun.countDown();
        assertThat(bothRun.await(30, TimeUnit.SECONDS)).isTrue();
        if (task == 0) {
            throw new BadInputException("task 0");
        }
        Thread.sleep(300);
        return ENDED.incrementAndGet();
    }
}
