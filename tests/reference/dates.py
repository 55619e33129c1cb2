#!/usr/bin/env python3
"""Writes dates.h: dates as text and what Python's datetime makes of them.

    python3 tests/reference/dates.py >tests/reference/dates.h
"""
import random
from datetime import date, datetime, timedelta, timezone

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
rng = random.Random(7)

# Texts that strptime gives, in the order in which they are read.
PLAIN = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d %b %Y",
         "%d-%b-%Y", "%d/%b/%Y", "%b %d, %Y", "%B %d %Y", "%a, %d %b %Y",
         "%A, %B %d, %Y", "%Y-%b-%d", "%G-W%V-%u", "%GW%V%u"]
TIMES = ["", "T%H:%M", " %H:%M", "T%H:%M:%S", " %H:%M:%S", " %I:%M %p",
         ", %I:%M:%S %p", " %H:%M:%S.%f", "T%H:%M:%S,%f"]
OTHER = {"YMD": ["%Y%m%d", "%Y%m%dT%H%M%S", "%Y%m%d %H:%M"],
         "DMY": ["%d/%m/%Y", "%d-%m-%Y %H:%M", "%d/%m/%y", "%Y%m%d"],
         "MDY": ["%m/%d/%Y", "%m-%d-%Y %H:%M:%S", "%m/%d/%y %I:%M %p"]}
ZONES = ["", "Z", " UTC", "+02:00", "-0330", "+14", " -08:00"]


def moment():
    day = date(1, 1, 1).toordinal() + rng.randrange(3652059)
    if rng.random() < 0.7:
        day = date(1968, 1, 1).toordinal() + rng.randrange(30000)
    d = date.fromordinal(day)
    return datetime(d.year, d.month, d.day, rng.randrange(24),
                    rng.randrange(60), rng.randrange(60),
                    rng.choice([0, 500000, 123456]))


def text_of(moment, form):
    year = "%04d" % moment.year     # strftime leaves out zeros
    iso = moment.isocalendar()
    form = form.replace("%Y", year).replace("%G", "%04d" % iso[0])
    return moment.strftime(form)


def row(order, text, form, zone=""):
    d = datetime.strptime(text, form)
    minutes = {"+02:00": 120, "-0330": -210, "+14": 840,
               " -08:00": -480}.get(zone, 0)
    seconds = (d.replace(tzinfo=timezone.utc) - EPOCH) / timedelta(seconds=1)
    print('    {LATHE_DATE_%s, "%s", %r},' % (order, text + zone,
                                              seconds - 60 * minutes))


print("/* Made by dates.py with Python's datetime. */")
print("static const struct {\n    enum lathe_date_order order;\n"
      "    const char *text;\n    double seconds;\n} dates[] = {")
for form in PLAIN:
    for time in TIMES:
        for zone in rng.sample(ZONES, 2) if time else [""]:
            m = moment()
            if "G" in form and m.isocalendar()[0] != m.year:
                continue            # strptime wants both years the same
            row("PLAIN", text_of(m, form + time), form + time, zone)
for order, forms in OTHER.items():
    for form in forms:
        for _ in range(4):
            m = moment()
            if "%y" in form:
                m = m.replace(year=1969 + rng.randrange(100), day=1)
            row(order, text_of(m, form), form)
print("};\n")

# Every day of some years, as (year, month, day, days since 1970, weekday).
print("static const int days[][5] = {")
for first in [date(1, 1, 1), date(1600, 2, 27), date(1900, 2, 27),
              date(1970, 1, 1), date(2000, 2, 27), date(2100, 2, 27),
              date(9999, 12, 20)]:
    for i in range(10):
        d = first + timedelta(days=i)
        print("    {%d, %d, %d, %d, %d}," %
              (d.year, d.month, d.day,
               d.toordinal() - date(1970, 1, 1).toordinal(), d.weekday()))
print("};")
