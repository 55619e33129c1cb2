#include "unit.h"

#include "plot/chart.h"

#include <math.h>
#include <string.h>

static struct lathe_buf out;

static int empty(void **state)
{
    (void)state;
    lathe_buf_release(&out);
    return 0;
}

static size_t count(const char *what)
{
    size_t n = 0;

    for (const char *at = out.s; (at = strstr(at, what)); at++)
        n++;
    return n;
}

static struct lathe_chart chart_of(const double *x, const double *y, size_t n)
{
    return (struct lathe_chart){
        .title = "t", .n = 1, .mark = NAN, .mark_y = NAN, .left = 0, .top = 0,
        .width = 170, .height = 154,    /* a plane of 100 x 100 */
        .series = { { "s", LATHE_INK_FIRST, .x = x, .y = y, .n = n } },
    };
}

static void steps_are_round(void **state)
{
    (void)state;
    assert_true(fabs(lathe_chart_step(1, 5) - 0.2) < 1e-12);
    assert_true(fabs(lathe_chart_step(0.3, 5) - 0.1) < 1e-12);
    assert_true(fabs(lathe_chart_step(7, 5) - 2) < 1e-12);
    assert_true(fabs(lathe_chart_step(1000, 5) - 200) < 1e-9);
    assert_true(fabs(lathe_chart_step(1001, 5) - 500) < 1e-9);
}

static void points_lie_where_their_values_are(void **state)
{
    static const double x[] = { 0, 5, 10 }, y[] = { 0, 1, 0.5 };
    struct lathe_chart c = chart_of(x, y, 3);

    (void)state;
    lathe_chart_draw(&out, &c);
    /* The plane is from (56, 130) to (156, 30); y is from 0 to 1.06. */
    assert_non_null(strstr(out.s, "d=\"M56 130L106 35.66L156 82.83\""));
}

static void a_value_that_is_none_breaks_the_line(void **state)
{
    static const double x[] = { 0, 1, 2, 3, 4 };
    static const double y[] = { 0, 1, (double)NAN, 1, 0 };
    struct lathe_chart c = chart_of(x, y, 5);
    const char *path;

    (void)state;
    lathe_chart_draw(&out, &c);
    path = strstr(out.s, "d=\"M56");
    assert_non_null(path);
    path = strchr(path + 4, 'M');
    assert_non_null(path);
    assert_true(strcspn(path, "\"") < 60);
    assert_null(strstr(out.s, "nan"));
}

static void wide_ranges_are_logarithmic(void **state)
{
    static const double x[] = { 1, 2, 3 }, y[] = { 0.001, 0.1, 10 };
    struct lathe_chart c = chart_of(x, y, 3);

    (void)state;
    lathe_chart_draw(&out, &c);
    for (size_t i = 0; i < 5; i++) {
        static const char *const ticks[] = { ">0.001<", ">0.01<", ">0.1<",
                                             ">1<", ">10<" };
        assert_non_null(strstr(out.s, ticks[i]));
    }
    assert_non_null(strstr(out.s, "L106 80L")); /* the middle of both */
}

static void whole_axes_have_whole_ticks(void **state)
{
    static const double x[] = { 1, 2, 3 }, y[] = { 1, 2, 3 };
    struct lathe_chart c = chart_of(x, y, 3);

    (void)state;
    c.whole_x = true;
    lathe_chart_draw(&out, &c);
    assert_int_equal(count("text-anchor=\"middle\""), 3);
}

static void one_point_and_none_are_drawn_too(void **state)
{
    static const double x[] = { 1 }, y[] = { 7 }, nan_y[] = { (double)NAN };
    struct lathe_chart c = chart_of(x, y, 1);

    (void)state;
    lathe_chart_draw(&out, &c);
    assert_int_equal(count("<circle"), 1);
    assert_null(strstr(out.s, "nan"));
    assert_null(strstr(out.s, "inf"));
    lathe_buf_clear(&out);
    c = chart_of(x, nan_y, 1);
    lathe_chart_draw(&out, &c);
    c.n = 0;
    lathe_chart_draw(&out, &c);
    assert_int_equal(count("<line"), 0);
    assert_null(strstr(out.s, "nan"));
}

/* Its own size says how far a lone value's axis goes. */
static void a_small_value_alone_can_be_read_off(void **state)
{
    static const double x[] = { 0.01, 0.01 }, y[] = { 1, 2 };
    struct lathe_chart c = chart_of(x, y, 2);

    (void)state;
    lathe_chart_draw(&out, &c);
    assert_non_null(strstr(out.s, ">0.010<"));
    assert_null(strstr(out.s, ">-0."));
}

static void long_series_are_thinned_and_keep_their_end(void **state)
{
    static double x[100001], y[100001];
    struct lathe_chart c = chart_of(x, y, 100001);

    (void)state;
    for (size_t i = 0; i < 100001; i++) {
        x[i] = (double)i;
        y[i] = i == 100000 ? 1 : 0;
    }
    lathe_chart_draw(&out, &c);
    assert_true(out.len < 40000);
    assert_non_null(strstr(out.s, "L156 35.66\""));
}

static void words_from_data_are_escaped(void **state)
{
    (void)state;
    lathe_svg_open(&out, 10, 10, "a<b>&\"c\n");
    lathe_svg_text(&out, LATHE_INK_TEXT, LATHE_ANCHOR_END, 1.005, -0.001, 9,
                   90, "<script>");
    lathe_svg_close(&out);
    assert_non_null(strstr(out.s, "<title>a&lt;b&gt;&amp;&quot;c </title>"));
    assert_null(strstr(out.s, "<script"));
    assert_non_null(strstr(out.s, "y=\"0\""));
    assert_non_null(strstr(out.s, "rotate(90 1"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_are_round),
        cmocka_unit_test_teardown(points_lie_where_their_values_are, empty),
        cmocka_unit_test_teardown(a_value_that_is_none_breaks_the_line, empty),
        cmocka_unit_test_teardown(wide_ranges_are_logarithmic, empty),
        cmocka_unit_test_teardown(whole_axes_have_whole_ticks, empty),
        cmocka_unit_test_teardown(one_point_and_none_are_drawn_too, empty),
        cmocka_unit_test_teardown(a_small_value_alone_can_be_read_off, empty),
        cmocka_unit_test_teardown(long_series_are_thinned_and_keep_their_end,
                                  empty),
        cmocka_unit_test_teardown(words_from_data_are_escaped, empty),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
