#include "plot/svg.h"

#include <math.h>
#include <stdlib.h>

/* Light colours first; the dark ones follow in the media query. */
static const struct {
    const char *name, *light, *dark;
} inks[LATHE_INKS] = {
    [LATHE_INK_TEXT] = { "text", "#1f2328", "#e6edf3" },
    [LATHE_INK_FAINT] = { "faint", "#59636e", "#9198a1" },
    [LATHE_INK_GRID] = { "grid", "#d8dee4", "#2d333b" },
    [LATHE_INK_AXIS] = { "axis", "#8c959f", "#656c76" },
    [LATHE_INK_FIRST] = { "first", "#0969da", "#58a6ff" },
    [LATHE_INK_SECOND] = { "second", "#c2410c", "#f0883e" },
    [LATHE_INK_THIRD] = { "third", "#1a7f37", "#3fb950" },
    [LATHE_INK_FOURTH] = { "fourth", "#8250df", "#bc8cff" },
    [LATHE_INK_MARK] = { "mark", "#59636e", "#9198a1" },
};

/* A coordinate, to a hundredth of a pixel; never "-0". */
static void put_number(struct lathe_buf *out, double v)
{
    long long hundredths = llround(v * 100);

    if (hundredths % 100 == 0)
        lathe_buf_printf(out, "%lld", hundredths / 100);
    else
        lathe_buf_printf(out, "%s%lld.%02lld", hundredths < 0 ? "-" : "",
                         llabs(hundredths) / 100, llabs(hundredths) % 100);
}

static void put_attribute(struct lathe_buf *out, const char *name, double v)
{
    lathe_buf_printf(out, " %s=\"", name);
    put_number(out, v);
    lathe_buf_putc(out, '"');
}

void lathe_svg_escape(struct lathe_buf *out, const char *s)
{
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;

        if (c == '<')
            lathe_buf_puts(out, "&lt;");
        else if (c == '>')
            lathe_buf_puts(out, "&gt;");
        else if (c == '&')
            lathe_buf_puts(out, "&amp;");
        else if (c == '"')
            lathe_buf_puts(out, "&quot;");
        else if (c < 0x20 || c == 0x7f)
            lathe_buf_putc(out, ' ');
        else
            lathe_buf_putc(out, (char)c);
    }
}

static void put_colours(struct lathe_buf *out, bool dark)
{
    lathe_buf_printf(out, ".page{fill:%s}\n", dark ? "#0d1117" : "#ffffff");
    for (int i = 0; i < LATHE_INKS; i++) {
        const char *colour = dark ? inks[i].dark : inks[i].light;

        lathe_buf_printf(out, "line.%s,path.%s{stroke:%s}text.%s,circle.%s"
                         "{fill:%s}\n", inks[i].name, inks[i].name, colour,
                         inks[i].name, inks[i].name, colour);
    }
}

void lathe_svg_open(struct lathe_buf *out, double width, double height,
                    const char *title)
{
    lathe_buf_puts(out, "<svg xmlns=\"http://www.w3.org/2000/svg\"");
    put_attribute(out, "width", width);
    put_attribute(out, "height", height);
    lathe_buf_puts(out, " viewBox=\"0 0 ");
    put_number(out, width);
    lathe_buf_putc(out, ' ');
    put_number(out, height);
    lathe_buf_puts(out, "\" role=\"img\">\n<title>");
    lathe_svg_escape(out, title);
    lathe_buf_puts(out, "</title>\n<style>\n");
    put_colours(out, false);
    lathe_buf_puts(out, "@media (prefers-color-scheme:dark){\n");
    put_colours(out, true);
    lathe_buf_puts(out,
                   "}\n"
                   "text{font-family:system-ui,sans-serif}\n"
                   "path{fill:none;stroke-width:2;stroke-linejoin:round}\n"
                   "</style>\n<rect class=\"page\"");
    put_attribute(out, "width", width);
    put_attribute(out, "height", height);
    lathe_buf_puts(out, "/>\n");
}

void lathe_svg_close(struct lathe_buf *out)
{
    lathe_buf_puts(out, "</svg>\n");
}

static void put_look(struct lathe_buf *out, const char *shape,
                     enum lathe_ink ink, bool dashed)
{
    lathe_buf_printf(out, "<%s class=\"%s\"%s", shape, inks[ink].name,
                     dashed ? " stroke-dasharray=\"4 3\"" : "");
}

void lathe_svg_line(struct lathe_buf *out, enum lathe_ink ink, bool dashed,
                    double x1, double y1, double x2, double y2)
{
    put_look(out, "line", ink, dashed);
    put_attribute(out, "x1", x1);
    put_attribute(out, "y1", y1);
    put_attribute(out, "x2", x2);
    put_attribute(out, "y2", y2);
    lathe_buf_puts(out, "/>\n");
}

void lathe_svg_path(struct lathe_buf *out, enum lathe_ink ink, bool dashed,
                    const double *x, const double *y, size_t n)
{
    bool down = false;

    put_look(out, "path", ink, dashed);
    lathe_buf_puts(out, " d=\"");
    for (size_t i = 0; i < n; i++) {
        bool here = isfinite(x[i]) && isfinite(y[i]);

        if (here) {
            lathe_buf_putc(out, down ? 'L' : 'M');
            put_number(out, x[i]);
            lathe_buf_putc(out, ' ');
            put_number(out, y[i]);
        }
        down = here;
    }
    lathe_buf_puts(out, "\"/>\n");
}

void lathe_svg_dot(struct lathe_buf *out, enum lathe_ink ink, double x,
                   double y, double radius, const char *tip)
{
    put_look(out, "circle", ink, false);
    put_attribute(out, "cx", x);
    put_attribute(out, "cy", y);
    put_attribute(out, "r", radius);
    if (!tip) {
        lathe_buf_puts(out, "/>\n");
        return;
    }
    lathe_buf_puts(out, "><title>");
    lathe_svg_escape(out, tip);
    lathe_buf_puts(out, "</title></circle>\n");
}

void lathe_svg_text(struct lathe_buf *out, enum lathe_ink ink,
                    enum lathe_anchor anchor, double x, double y, double size,
                    double angle, const char *words)
{
    static const char *const anchors[] = { "start", "middle", "end" };

    put_look(out, "text", ink, false);
    put_attribute(out, "x", x);
    put_attribute(out, "y", y);
    put_attribute(out, "font-size", size);
    lathe_buf_printf(out, " text-anchor=\"%s\"", anchors[anchor]);
    if (angle != 0) {
        lathe_buf_puts(out, " transform=\"rotate(");
        put_number(out, angle);
        lathe_buf_putc(out, ' ');
        put_number(out, x);
        lathe_buf_putc(out, ' ');
        put_number(out, y);
        lathe_buf_puts(out, ")\"");
    }
    lathe_buf_putc(out, '>');
    lathe_svg_escape(out, words);
    lathe_buf_puts(out, "</text>\n");
}
