package io.github.fairdeal.report;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.ImageHandlerBase64Encoder;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.jfree.chart.ChartUtils;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What is drawn on its graphics becomes an {@code svg} element: no identifiers by chance, images inside. */
final class SvgDrawing {

    private static final String NAMESPACE = "http://www.w3.org/2000/svg";

    private final int width;
    private final int height;
    private final SVGGraphics2D graphics;

    /** @param name begins every identifier, so that several drawings can stand in one page */
    SvgDrawing(String name, int width, int height) {
        this.width = width;
        this.height = height;
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(emptyDocument());
        context.setIDGenerator(new NamedIds(name));
        context.setImageHandler(new PngInside());
        context.setComment(null);
        context.setPrecision(2);
        this.graphics = new SVGGraphics2D(context, false);
    }

    /** What to draw on; 1 unit is a CSS pixel at the drawing's own size. */
    Graphics2D graphics() {
        return graphics;
    }

    /** The element, to be called once. People who cannot see it are told {@code title} and {@code description}. */
    String text(String title, String description) {
        Element root = graphics.getRoot();
        root.setAttribute("viewBox", "0 0 " + width + " " + height);
        root.setAttribute("width", Integer.toString(width));
        root.setAttribute("height", Integer.toString(height));
        root.setAttribute("role", "img");
        root.setAttribute("font-family", "sans-serif");
        root.insertBefore(words(root, "desc", description), root.getFirstChild());
        root.insertBefore(words(root, "title", title), root.getFirstChild());
        try {
            StringWriter text = new StringWriter();
            Transformer writer = TransformerFactory.newInstance().newTransformer();
            writer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            writer.transform(new DOMSource(root), new StreamResult(text));
            return text.append('\n').toString();
        } catch (TransformerException e) {
            throw new IllegalStateException("cannot write the drawing as XML", e);
        }
    }

    private static Element words(Element root, String element, String words) {
        Element child = root.getOwnerDocument().createElementNS(NAMESPACE, element);
        child.setTextContent(words);
        return child;
    }

    private static Document emptyDocument() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            return factory.newDocumentBuilder().getDOMImplementation().createDocument(NAMESPACE, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("this Java has no XML", e);
        }
    }

    private static final class NamedIds extends SVGIDGenerator {

        private final String name;

        NamedIds(String name) {
            this.name = name;
        }

        @Override
        public String generateID(String prefix) {
            return name + "-" + super.generateID(prefix);
        }
    }

    /** Java's own encoder keeps images of few colours small; Batik would need another library for its. */
    private static final class PngInside extends ImageHandlerBase64Encoder {

        @Override
        public void encodeImage(RenderedImage image, OutputStream into) {
            try {
                ChartUtils.writeBufferedImageAsPNG(into, (BufferedImage) image);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
