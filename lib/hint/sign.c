#include "hint/sign.h"

#define CODE(text) {text, text, text, true}

static const struct lathe_sign signs[] = {
    {"$", "[$]", "[$]", false},
    {"€", "€", NULL, false},
    {"£", "£", "\\xa3", false},
    {"¥", "¥", "\\xa5", false},
    {"₹", "₹", NULL, false},
    {"%", "%", "%", false},
    {"US$", "US[$]", "US[$]", true},
    {"CA$", "CA[$]", "CA[$]", true},
    {"C$", "C[$]", "C[$]", true},
    {"AU$", "AU[$]", "AU[$]", true},
    {"A$", "A[$]", "A[$]", true},
    {"NZ$", "NZ[$]", "NZ[$]", true},
    {"HK$", "HK[$]", "HK[$]", true},
    {"NT$", "NT[$]", "NT[$]", true},
    {"S$", "S[$]", "S[$]", true},
    {"R$", "R[$]", "R[$]", true},
    {"Rs.", "Rs[.]", "Rs[.]", true},
    {"Rs", "Rs", "Rs", true},
    {"kr", "kr", "kr", true},
    CODE("USD"), CODE("EUR"), CODE("GBP"), CODE("JPY"), CODE("CHF"),
    CODE("CNY"), CODE("INR"), CODE("CAD"), CODE("AUD"), CODE("NZD"),
    CODE("SEK"), CODE("NOK"), CODE("DKK"), CODE("PLN"), CODE("CZK"),
    CODE("HUF"), CODE("BRL"), CODE("MXN"), CODE("ZAR"), CODE("RUB"),
    CODE("KRW"), CODE("SGD"), CODE("HKD"),
};

const struct lathe_sign *lathe_sign_at(size_t i)
{
    return i < sizeof signs / sizeof *signs ? &signs[i] : NULL;
}
