package io.github.fairdeal.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class FigureTest {

    private static final List<String> LABELS = List.of("0", "1", "2", "3");

    @Test
    void sameValues_areTheSameBytes() {
        assertThat(accuracy().png()).isEqualTo(accuracy().png());
        assertThat(accuracy().svg()).isEqualTo(accuracy().svg());
    }

    @Test
    void svg_isXmlThatTellsItsTitleToWhoCannotSeeIt() throws Exception {
        Figure figure = OrderScatter.of(SimulatedOrders.sample(SimulatedOrders.sorted(1_000), 1_000, 10))
                .title("As <sorted> & 'read'")
                .figure();
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(figure.svg()));
        assertThat(document.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("As <sorted> & 'read'");
        assertThat(document.getDocumentElement().getAttribute("viewBox")).isEqualTo("0 0 800 350");
        assertThat(document.getElementsByTagName("image").getLength())
                .as("a panel's dots are an image")
                .isEqualTo(2);
    }

    @Test
    void slide_isTheWholePictureOnSixteenToNine() throws IOException {
        for (Figure figure : List.of(accuracy(), tall())) {
            BufferedImage slide = ImageIO.read(new ByteArrayInputStream(figure.slide()));
            assertThat(slide.getWidth()).isEqualTo(1920);
            assertThat(slide.getHeight()).isEqualTo(1080);
            for (int x = 0; x < 1920; x++) {
                assertThat(new Color(slide.getRGB(x, 0))).isEqualTo(Color.WHITE);
                assertThat(new Color(slide.getRGB(x, 1079))).isEqualTo(Color.WHITE);
            }
            assertThat(IntStream.range(0, 1920 * 1080)
                            .filter(i -> slide.getRGB(i % 1920, i / 1920) != Color.WHITE.getRGB())
                            .count())
                    .isGreaterThan(10_000);
        }
        assertThat(image(accuracy()).getWidth()).isEqualTo(1600);
    }

    @Test
    void svgOfTwentyThousandDots_isNoLargerThanAPicture() {
        Figure figure = OrderScatter.of(SimulatedOrders.sample(SimulatedOrders.even(70_000, 1), 70_000, 10))
                .figure();
        assertThat(figure.svg().length).isLessThan(300_000);
        assertThat(figure.png().length).isLessThan(300_000);
    }

    @Test
    void identifiers_beginWithTheFiguresName() {
        assertThat(new String(accuracy().svg(), StandardCharsets.UTF_8))
                .containsPattern("id=\"accuracy-clipPath\\d")
                .doesNotContainPattern("clipPath[^>]* id=\"clipPath");
    }

    @Test
    void heatMapOfSortedOrder_isDarkBothWays() throws IOException {
        List<long[]> sorted = IntStream.range(0, 40)
                .mapToObj(piece -> LABELS.stream()
                        .mapToLong(label -> label.equals(Integer.toString(piece / 10)) ? 1_000 : 0)
                        .toArray())
                .toList();
        assertThat(palePixels(sorted)).isLessThan(0.02);
    }

    @Test
    void heatMapOfEvenOrder_isPale() throws IOException {
        List<long[]> even = IntStream.range(0, 40)
                .mapToObj(piece -> new long[] {250, 250, 250, 250})
                .toList();
        assertThat(palePixels(even)).isGreaterThan(0.98);
    }

    /** Ten values a piece, twelve labels: the last value is of three labels. */
    @Test
    void heatMapOfMoreLabelsThanAreToldApart_hasARowForTheOthers() {
        Comparison ten = new SimulatedComparison().comparison();
        Comparison twelve = new Comparison(
                ten.dataset(),
                ten.records(),
                LongStream.range(0, 12).boxed().toList(),
                ten.batchSize(),
                ten.windowRecords(),
                ten.testImages(),
                ten.accuracyBatches(),
                ten.pipelines(),
                ten.software());

        String map = new String(LabelHeatMap.of(twelve).get(0).svg(), StandardCharsets.UTF_8);

        assertThat(map).contains(">others<", ">8<").doesNotContain(">9<", ">10<");
        assertThat(new String(LabelHeatMap.of(ten).get(0).svg(), StandardCharsets.UTF_8))
                .contains(">9<")
                .doesNotContain(">others<");
    }

    @Test
    void shardsLocated_areOrangeAndNamed() throws IOException {
        int[] order = SimulatedOrders.even(20_000, 1);
        List<Figure> figures = new ArrayList<>(ShardDeviation.of(SimulatedOrders.report(order, 20, 10)));
        figures.addAll(PValueHistogram.of(SimulatedOrders.report(order, 20, 10)));
        assertThat(figures).extracting(Figure::name).containsExactly("shards", "shard-p-values");
        for (Figure figure : figures) {
            assertThat(pixels(figure, Palette.ODD))
                    .as(figure.name() + " of an even order")
                    .isZero();
        }
        Figure sorted = PValueHistogram.of(SimulatedOrders.report(SimulatedOrders.sorted(20_000), 20, 10))
                .get(0);
        assertThat(pixels(sorted, Palette.ODD)).isGreaterThan(1_000);
    }

    private static Figure tall() {
        LabelHeatMap map = new LabelHeatMap(LABELS, new double[] {0.25, 0.25, 0.25, 0.25}, 400);
        List<long[]> pieces = List.of(new long[] {100, 0, 0, 0}, new long[] {0, 100, 100, 100});
        return new Figure("tall", "Tall", "", 1, 900, List.of(map.panel("", pieces)));
    }

    private static Figure accuracy() {
        return AccuracyCurves.of(new SimulatedComparison().comparison()).get(0);
    }

    /** Share of pale ones among the pixels in the middle of the cells. */
    private static double palePixels(List<long[]> pieces) throws IOException {
        LabelHeatMap map = new LabelHeatMap(LABELS, new double[] {0.25, 0.25, 0.25, 0.25}, 40_000);
        BufferedImage image = image(new Figure("map", "", "", 1, 200, List.of(map.panel("", pieces))));
        int pale = 0;
        int cells = 0;
        for (int x = 200; x < 1_500; x += 7) {
            for (int y = 140; y < 340; y += 3) {
                Color color = new Color(image.getRGB(x, y));
                if (!color.equals(Color.WHITE)) {
                    cells++;
                    pale += Math.min(color.getRed(), color.getBlue()) > 230 ? 1 : 0;
                }
            }
        }
        assertThat(cells).isGreaterThan(5_000);
        return (double) pale / cells;
    }

    private static long pixels(Figure figure, Color color) throws IOException {
        BufferedImage image = image(figure);
        return IntStream.range(0, image.getHeight())
                .mapToLong(y -> IntStream.range(0, image.getWidth())
                        .filter(x -> new Color(image.getRGB(x, y)).equals(color))
                        .count())
                .sum();
    }

    private static BufferedImage image(Figure figure) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(figure.png()));
    }
}
