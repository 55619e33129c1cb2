/* Written by metrics.py with scikit-learn 1.9.1 */
static const uint32_t label_0[] = {
    1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 1,
    0, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 0, 0, 0,
    0, 1, 1, 0, 1, 1, 1, 1, 0, 1,
};
static const float prob_0[] = {
    0x1.33a188p-1f, 0x1.98bcf2p-2f, 0x1.99cbbcp-2f, 0x1.331a22p-1f,
    0x1.319c6cp-2f, 0x1.6731cap-1f, 0x1.9b0b58p-2f, 0x1.327a54p-1f,
    0x1.33afccp-1f, 0x1.98a06ap-2f, 0x1.36b99p-3f, 0x1.b2519cp-1f,
    0x1.a4775cp-2f, 0x1.2dc452p-1f, 0x1.1c51p-1f, 0x1.c75e02p-2f,
    0x1.31a698p-1f, 0x1.9cb2cep-2f, 0x1.a9474ep-1f, 0x1.5ae2c6p-3f,
    0x1.05d5bcp-1f, 0x1.f4548ap-2f, 0x1.ee8abp-2f, 0x1.08baa8p-1f,
    0x1.245c16p-1f, 0x1.b747d4p-2f, 0x1.71e49p-1f, 0x1.1c36ep-2f,
    0x1.96d10cp-1f, 0x1.a4bbd4p-3f, 0x1.9b278p-2f, 0x1.326c4p-1f,
    0x1.4f874p-1f, 0x1.60f17ep-2f, 0x1.2a8ce8p-3f, 0x1.b55cc6p-1f,
    0x1.e05f3ep-1f, 0x1.fa0c26p-5f, 0x1.a658b6p-1f, 0x1.669d26p-3f,
    0x1.ead7a8p-2f, 0x1.0a942cp-1f, 0x1.262264p-1f, 0x1.b3bb3ap-2f,
    0x1.a702ep-1f, 0x1.63f484p-3f, 0x1.fa311p-2f, 0x1.02e778p-1f,
    0x1.cb002p-2f, 0x1.1a7ffp-1f, 0x1.678136p-1f, 0x1.30fd94p-2f,
    0x1.4e5a02p-1f, 0x1.634bfcp-2f, 0x1.36282cp-1f, 0x1.93afa6p-2f,
    0x1.5478a8p-1f, 0x1.570ebp-2f, 0x1.187a4cp-1f, 0x1.cf0b66p-2f,
    0x1.6facbp-2f, 0x1.4829a8p-1f, 0x1.73b4d8p-2f, 0x1.462594p-1f,
    0x1.ad83d4p-2f, 0x1.293e16p-1f, 0x1.90b008p-3f, 0x1.9bd3fep-1f,
    0x1.171ab2p-1f, 0x1.d1ca9cp-2f, 0x1.c410ap-2f, 0x1.1df7bp-1f,
    0x1.097e18p-2f, 0x1.7b40f4p-1f, 0x1.d5742cp-2f, 0x1.1545eap-1f,
    0x1.740f42p-1f, 0x1.17e17cp-2f, 0x1.e04408p-2f, 0x1.0fddfcp-1f,
    0x1.b4f834p-1f, 0x1.2c1f2cp-3f, 0x1.977d92p-1f, 0x1.a209bap-3f,
    0x1.ced7fcp-2f, 0x1.189402p-1f, 0x1.66fa68p-1f, 0x1.320b3p-2f,
    0x1.1acbfp-3f, 0x1.b94d04p-1f, 0x1.2e6134p-1f, 0x1.a33d9ap-2f,
    0x1.e65638p-1f, 0x1.9a9c72p-5f, 0x1.04177cp-1f, 0x1.f7d108p-2f,
    0x1.bac616p-1f, 0x1.14e7a8p-3f, 0x1.2843aap-1f, 0x1.af78acp-2f,
    0x1.6e4168p-1f, 0x1.237d2ep-2f, 0x1.9d0e18p-3f, 0x1.98bc7ap-1f,
    0x1.cc70bp-3f, 0x1.8ce3d4p-1f, 0x1.435adcp-1f, 0x1.794a4ap-2f,
    0x1.f0dffp-4f, 0x1.c1e402p-1f, 0x1.3066eep-1f, 0x1.9f3224p-2f,
    0x1.6341bp-3f, 0x1.a72f94p-1f, 0x1.2e0148p-2f, 0x1.68ff5cp-1f,
    0x1.8288bap-1f, 0x1.f5dd16p-3f, 0x1.cfff5p-2f, 0x1.180058p-1f,
};
static const double overall_0[] = {
    0x1.b333333333333p-1, 0x1.d5b7fb74428fbp-2, 0x1.e5efc865efc86p-1,
    0x1.b87539c0372a4p-1, 0x1.b9eb2639eb264p-1, 0x1.b32dbcb5cf7d2p-1,
    0x1.bf77ed26e71e4p-1, 0x1.b333333333333p-1, 0x1.b35970a0ed2dcp-1,
};
static const double each_0[] = {
    0x1.83e0f83e0f83ep-1, 0x1.ec4ec4ec4ec4fp-1, 0x1.b1e5f75270d04p-1,
    0x1.e5efc865efc86p-1, 0x1.ed097b425ed09p-1, 0x1.8787878787878p-1,
    0x1.b47582192e29fp-1, 0x1.e5efc865efc86p-1,
};
static const uint64_t confusion_0[] = {
    25, 1, 8, 26,
};
static const uint32_t label_1[] = {
    1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 1,
    0, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 0, 0, 0,
    0, 1, 1, 0, 1, 1, 1, 1, 0, 1,
};
static const float prob_1[] = {
    0x1.33a188p-1f, 0x1.98bcf2p-2f, 0x1.99cbbcp-2f, 0x1.331a22p-1f,
    0x1.319c6cp-2f, 0x1.6731cap-1f, 0x1.9b0b58p-2f, 0x1.327a54p-1f,
    0x1.33afccp-1f, 0x1.98a06ap-2f, 0x1.36b99p-3f, 0x1.b2519cp-1f,
    0x1.a4775cp-2f, 0x1.2dc452p-1f, 0x1.1c51p-1f, 0x1.c75e02p-2f,
    0x1.31a698p-1f, 0x1.9cb2cep-2f, 0x1.a9474ep-1f, 0x1.5ae2c6p-3f,
    0x1.05d5bcp-1f, 0x1.f4548ap-2f, 0x1.ee8abp-2f, 0x1.08baa8p-1f,
    0x1.245c16p-1f, 0x1.b747d4p-2f, 0x1.71e49p-1f, 0x1.1c36ep-2f,
    0x1.96d10cp-1f, 0x1.a4bbd4p-3f, 0x1.9b278p-2f, 0x1.326c4p-1f,
    0x1.4f874p-1f, 0x1.60f17ep-2f, 0x1.2a8ce8p-3f, 0x1.b55cc6p-1f,
    0x1.e05f3ep-1f, 0x1.fa0c26p-5f, 0x1.a658b6p-1f, 0x1.669d26p-3f,
    0x1.ead7a8p-2f, 0x1.0a942cp-1f, 0x1.262264p-1f, 0x1.b3bb3ap-2f,
    0x1.a702ep-1f, 0x1.63f484p-3f, 0x1.fa311p-2f, 0x1.02e778p-1f,
    0x1.cb002p-2f, 0x1.1a7ffp-1f, 0x1.678136p-1f, 0x1.30fd94p-2f,
    0x1.4e5a02p-1f, 0x1.634bfcp-2f, 0x1.36282cp-1f, 0x1.93afa6p-2f,
    0x1.5478a8p-1f, 0x1.570ebp-2f, 0x1.187a4cp-1f, 0x1.cf0b66p-2f,
    0x1.6facbp-2f, 0x1.4829a8p-1f, 0x1.73b4d8p-2f, 0x1.462594p-1f,
    0x1.ad83d4p-2f, 0x1.293e16p-1f, 0x1.90b008p-3f, 0x1.9bd3fep-1f,
    0x1.171ab2p-1f, 0x1.d1ca9cp-2f, 0x1.c410ap-2f, 0x1.1df7bp-1f,
    0x1.097e18p-2f, 0x1.7b40f4p-1f, 0x1.d5742cp-2f, 0x1.1545eap-1f,
    0x1.740f42p-1f, 0x1.17e17cp-2f, 0x1.e04408p-2f, 0x1.0fddfcp-1f,
    0x1.b4f834p-1f, 0x1.2c1f2cp-3f, 0x1.977d92p-1f, 0x1.a209bap-3f,
    0x1.ced7fcp-2f, 0x1.189402p-1f, 0x1.66fa68p-1f, 0x1.320b3p-2f,
    0x1.1acbfp-3f, 0x1.b94d04p-1f, 0x1.2e6134p-1f, 0x1.a33d9ap-2f,
    0x1.e65638p-1f, 0x1.9a9c72p-5f, 0x1.04177cp-1f, 0x1.f7d108p-2f,
    0x1.bac616p-1f, 0x1.14e7a8p-3f, 0x1.2843aap-1f, 0x1.af78acp-2f,
    0x1.6e4168p-1f, 0x1.237d2ep-2f, 0x1.9d0e18p-3f, 0x1.98bc7ap-1f,
    0x1.cc70bp-3f, 0x1.8ce3d4p-1f, 0x1.435adcp-1f, 0x1.794a4ap-2f,
    0x1.f0dffp-4f, 0x1.c1e402p-1f, 0x1.3066eep-1f, 0x1.9f3224p-2f,
    0x1.6341bp-3f, 0x1.a72f94p-1f, 0x1.2e0148p-2f, 0x1.68ff5cp-1f,
    0x1.8288bap-1f, 0x1.f5dd16p-3f, 0x1.cfff5p-2f, 0x1.180058p-1f,
};
static const double overall_1[] = {
    0x1.a222222222222p-1, 0x1.d5b7fb74428fbp-2, 0x1.e5efc865efc86p-1,
    0x1.c16c16c16c16cp-1, 0x1.93b13b13b13b1p-1, 0x1.97abe7a81c74p-1,
    0x1.b91419ca252aep-1, 0x1.a222222222222p-1, 0x1.9c13947d2c519p-1,
};
static const double each_1[] = {
    0x1p+0, 0x1.2762762762762p-1, 0x1.76a2576a2576ap-1, 0x1.e5efc865efc86p-1,
    0x1.82d82d82d82d8p-1, 0x1p+0, 0x1.b8b577e613717p-1, 0x1.e5efc865efc86p-1,
};
static const uint64_t confusion_1[] = {
    15, 11, 0, 34,
};
static const uint32_t label_2[] = {
    1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 1,
    0, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 0, 0, 0,
    0, 1, 1, 0, 1, 1, 1, 1, 0, 1,
};
static const float prob_2[] = {
    0x1.333334p-1f, 0x1.99999ap-2f, 0x1.999998p-2f, 0x1.333334p-1f,
    0x1.333334p-2f, 0x1.666666p-1f, 0x1.999998p-2f, 0x1.333334p-1f,
    0x1.333334p-1f, 0x1.99999ap-2f, 0x1.999998p-3f, 0x1.99999ap-1f,
    0x1.999998p-2f, 0x1.333334p-1f, 0x1.333334p-1f, 0x1.99999ap-2f,
    0x1.333334p-1f, 0x1.99999ap-2f, 0x1.99999ap-1f, 0x1.99999ap-3f, 0x1p-1f,
    0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1.333334p-1f, 0x1.99999ap-2f, 0x1.666666p-1f,
    0x1.333334p-2f, 0x1.99999ap-1f, 0x1.99999ap-3f, 0x1.999998p-2f,
    0x1.333334p-1f, 0x1.666666p-1f, 0x1.333334p-2f, 0x1.9999ap-4f,
    0x1.ccccccp-1f, 0x1.ccccccp-1f, 0x1.99999ap-4f, 0x1.99999ap-1f,
    0x1.99999ap-3f, 0x1p-1f, 0x1p-1f, 0x1.333334p-1f, 0x1.99999ap-2f,
    0x1.99999ap-1f, 0x1.99999ap-3f, 0x1p-1f, 0x1p-1f, 0x1.999998p-2f,
    0x1.333334p-1f, 0x1.666666p-1f, 0x1.333334p-2f, 0x1.666666p-1f,
    0x1.333334p-2f, 0x1.333334p-1f, 0x1.99999ap-2f, 0x1.666666p-1f,
    0x1.333334p-2f, 0x1p-1f, 0x1p-1f, 0x1.999998p-2f, 0x1.333334p-1f,
    0x1.999998p-2f, 0x1.333334p-1f, 0x1.999998p-2f, 0x1.333334p-1f,
    0x1.999998p-3f, 0x1.99999ap-1f, 0x1p-1f, 0x1p-1f, 0x1.999998p-2f,
    0x1.333334p-1f, 0x1.333334p-2f, 0x1.666666p-1f, 0x1p-1f, 0x1p-1f,
    0x1.666666p-1f, 0x1.333334p-2f, 0x1p-1f, 0x1p-1f, 0x1.ccccccp-1f,
    0x1.99999ap-4f, 0x1.99999ap-1f, 0x1.99999ap-3f, 0x1p-1f, 0x1p-1f,
    0x1.666666p-1f, 0x1.333334p-2f, 0x1.9999ap-4f, 0x1.ccccccp-1f,
    0x1.333334p-1f, 0x1.99999ap-2f, 0x1.ccccccp-1f, 0x1.99999ap-4f, 0x1p-1f,
    0x1p-1f, 0x1.ccccccp-1f, 0x1.99999ap-4f, 0x1.333334p-1f, 0x1.99999ap-2f,
    0x1.666666p-1f, 0x1.333334p-2f, 0x1.999998p-3f, 0x1.99999ap-1f,
    0x1.999998p-3f, 0x1.99999ap-1f, 0x1.333334p-1f, 0x1.99999ap-2f,
    0x1.9999ap-4f, 0x1.ccccccp-1f, 0x1.333334p-1f, 0x1.99999ap-2f,
    0x1.999998p-3f, 0x1.99999ap-1f, 0x1.333334p-2f, 0x1.666666p-1f,
    0x1.99999ap-1f, 0x1.99999ap-3f, 0x1p-1f, 0x1p-1f,
};
static const double overall_2[] = {
    0x1.8888888888889p-1, 0x1.dafcb94ef71d6p-2, 0x1.e06f34206f342p-1,
    0x1.a666666666666p-1, 0x1.969696969696ap-1, 0x1.87539c0372a3cp-1,
    0x1.b258bf258bf26p-1, 0x1.8888888888889p-1, 0x1.85b7b5fcaac81p-1,
};
static const double each_2[] = {
    0x1.4cccccccccccdp-1, 0x1p+0, 0x1.9364d9364d936p-1, 0x1.e06f34206f342p-1,
    0x1p+0, 0x1.2d2d2d2d2d2d3p-1, 0x1.7b425ed097b42p-1, 0x1.e06f34206f342p-1,
};
static const uint64_t confusion_2[] = {
    26, 0, 14, 20,
};
static const uint32_t label_3[] = {
    1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 1,
    0, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 0, 0, 0,
    0, 1, 1, 0, 1, 1, 1, 1, 0, 1,
};
static const float prob_3[] = {
    0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f,
    0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f,
    0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f,
    0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f,
    0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f,
    0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f,
    0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f,
    0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f,
    0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f,
    0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f,
    0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f,
    0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f,
    0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f,
    0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f,
    0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f,
};
static const double overall_3[] = {
    0x1.bbbbbbbbbbbbcp-2, 0x1.62e42fefa39fp-1, 0x1p-1, 0x1.bbbbbbbbbbbbcp-3,
    0x1p-1, 0x1.3594d653594d6p-2, 0x1.8091a2b3c4d5fp-3, 0x1.bbbbbbbbbbbbcp-2,
    0x1.0c4dcad0c4dcbp-2,
};
static const double each_3[] = {
    0x1.bbbbbbbbbbbbcp-2, 0x1p+0, 0x1.3594d653594d6p-1, 0x1p-1, NAN, 0x0p+0,
    0x0p+0, 0x1p-1,
};
static const uint64_t confusion_3[] = {
    26, 0, 34, 0,
};
static const uint32_t label_4[] = {
    1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 1,
    0, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 0, 0, 0,
    0, 1, 1, 0, 1, 1, 1, 1, 0, 1,
};
static const float prob_4[] = {
    0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f,
    0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x1p+0f, 0x0p+0f,
    0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x0p+0f, 0x1p+0f,
    0x0p+0f, 0x1p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x0p+0f, 0x1p+0f,
    0x1p+0f, 0x0p+0f, 0x0p+0f, 0x1p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f,
    0x0p+0f, 0x1p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f,
    0x0p+0f, 0x1p+0f, 0x1p+0f, 0x0p+0f, 0x0p+0f, 0x1p+0f, 0x1p+0f, 0x0p+0f,
    0x1p+0f, 0x0p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f,
    0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f,
    0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x1p+0f, 0x0p+0f, 0x0p+0f, 0x1p+0f,
    0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x0p+0f, 0x1p+0f, 0x1p+0f, 0x0p+0f,
    0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f,
    0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x0p+0f, 0x1p+0f,
    0x0p+0f, 0x1p+0f, 0x1p+0f, 0x0p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f,
    0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x1p+0f, 0x0p+0f, 0x0p+0f, 0x1p+0f,
};
static const double overall_4[] = {
    0x1p+0, 0x1p-52, 0x1p+0, 0x1p+0, 0x1p+0, 0x1p+0, 0x1p+0, 0x1p+0, 0x1p+0,
};
static const double each_4[] = {
    0x1p+0, 0x1p+0, 0x1p+0, 0x1p+0, 0x1p+0, 0x1p+0, 0x1p+0, 0x1p+0,
};
static const uint64_t confusion_4[] = {
    26, 0, 0, 34,
};
static const uint32_t label_5[] = {
    1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 1,
    0, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 0, 0, 0,
    0, 1, 1, 0, 1, 1, 1, 1, 0, 1,
};
static const float prob_5[] = {
    0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f,
    0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x0p+0f, 0x1p+0f,
    0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x1p+0f, 0x0p+0f,
    0x1p+0f, 0x0p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x1p+0f, 0x0p+0f,
    0x0p+0f, 0x1p+0f, 0x1p+0f, 0x0p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f,
    0x1p+0f, 0x0p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f,
    0x1p+0f, 0x0p+0f, 0x0p+0f, 0x1p+0f, 0x1p+0f, 0x0p+0f, 0x0p+0f, 0x1p+0f,
    0x0p+0f, 0x1p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f,
    0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f,
    0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x0p+0f, 0x1p+0f, 0x1p+0f, 0x0p+0f,
    0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x1p+0f, 0x0p+0f, 0x0p+0f, 0x1p+0f,
    0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f,
    0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x1p+0f, 0x0p+0f,
    0x1p+0f, 0x0p+0f, 0x0p+0f, 0x1p+0f, 0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f,
    0x1p+0f, 0x0p+0f, 0x1p+0f, 0x0p+0f, 0x0p+0f, 0x1p+0f, 0x1p+0f, 0x0p+0f,
};
static const double overall_5[] = {
    0x0p+0, 0x1.205966f2b4f1p+5, 0x0p+0, 0x0p+0, 0x0p+0, 0x0p+0, 0x0p+0,
    0x0p+0, 0x0p+0,
};
static const double each_5[] = {
    0x0p+0, 0x0p+0, 0x0p+0, 0x0p+0, 0x0p+0, 0x0p+0, 0x0p+0, 0x0p+0,
};
static const uint64_t confusion_5[] = {
    0, 26, 34, 0,
};
static const uint32_t label_6[] = {
    1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 1,
    0, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 0, 0, 0,
    0, 1, 1, 0, 1, 1, 1, 1, 0, 1,
};
static const float prob_6[] = {
    0x1.33a188p-1f, 0x1.98bcf2p-2f, 0x1.99cbbcp-2f, 0x1.331a22p-1f,
    0x1.319c6cp-2f, 0x1.6731cap-1f, 0x1.9b0b58p-2f, 0x1.327a54p-1f,
    0x1.33afccp-1f, 0x1.98a06ap-2f, 0x1.36b99p-3f, 0x1.b2519cp-1f,
    0x1.a4775cp-2f, 0x1.2dc452p-1f, 0x1.1c51p-1f, 0x1.c75e02p-2f,
    0x1.31a698p-1f, 0x1.9cb2cep-2f, 0x1.a9474ep-1f, 0x1.5ae2c6p-3f,
    0x1.05d5bcp-1f, 0x1.f4548ap-2f, 0x1.ee8abp-2f, 0x1.08baa8p-1f,
    0x1.245c16p-1f, 0x1.b747d4p-2f, 0x1.71e49p-1f, 0x1.1c36ep-2f,
    0x1.96d10cp-1f, 0x1.a4bbd4p-3f, 0x1.9b278p-2f, 0x1.326c4p-1f,
    0x1.4f874p-1f, 0x1.60f17ep-2f, 0x1.2a8ce8p-3f, 0x1.b55cc6p-1f,
    0x1.e05f3ep-1f, 0x1.fa0c26p-5f, 0x1.a658b6p-1f, 0x1.669d26p-3f,
    0x1.ead7a8p-2f, 0x1.0a942cp-1f, 0x1.262264p-1f, 0x1.b3bb3ap-2f,
    0x1.a702ep-1f, 0x1.63f484p-3f, 0x1.fa311p-2f, 0x1.02e778p-1f,
    0x1.cb002p-2f, 0x1.1a7ffp-1f, 0x1.678136p-1f, 0x1.30fd94p-2f,
    0x1.4e5a02p-1f, 0x1.634bfcp-2f, 0x1.36282cp-1f, 0x1.93afa6p-2f,
    0x1.5478a8p-1f, 0x1.570ebp-2f, 0x1.187a4cp-1f, 0x1.cf0b66p-2f,
    0x1.6facbp-2f, 0x1.4829a8p-1f, 0x1.73b4d8p-2f, 0x1.462594p-1f,
    0x1.ad83d4p-2f, 0x1.293e16p-1f, 0x1.90b008p-3f, 0x1.9bd3fep-1f,
    0x1.171ab2p-1f, 0x1.d1ca9cp-2f, 0x1.c410ap-2f, 0x1.1df7bp-1f,
    0x1.097e18p-2f, 0x1.7b40f4p-1f, 0x1.d5742cp-2f, 0x1.1545eap-1f,
    0x1.740f42p-1f, 0x1.17e17cp-2f, 0x1.e04408p-2f, 0x1.0fddfcp-1f,
    0x1.b4f834p-1f, 0x1.2c1f2cp-3f, 0x1.977d92p-1f, 0x1.a209bap-3f,
    0x1.ced7fcp-2f, 0x1.189402p-1f, 0x1.66fa68p-1f, 0x1.320b3p-2f,
    0x1.1acbfp-3f, 0x1.b94d04p-1f, 0x1.2e6134p-1f, 0x1.a33d9ap-2f,
    0x1.e65638p-1f, 0x1.9a9c72p-5f, 0x1.04177cp-1f, 0x1.f7d108p-2f,
    0x1.bac616p-1f, 0x1.14e7a8p-3f, 0x1.2843aap-1f, 0x1.af78acp-2f,
    0x1.6e4168p-1f, 0x1.237d2ep-2f, 0x1.9d0e18p-3f, 0x1.98bc7ap-1f,
    0x1.cc70bp-3f, 0x1.8ce3d4p-1f, 0x1.435adcp-1f, 0x1.794a4ap-2f,
    0x1.f0dffp-4f, 0x1.c1e402p-1f, 0x1.3066eep-1f, 0x1.9f3224p-2f,
    0x1.6341bp-3f, 0x1.a72f94p-1f, 0x1.2e0148p-2f, 0x1.68ff5cp-1f,
    0x1.8288bap-1f, 0x1.f5dd16p-3f, 0x1.cfff5p-2f, 0x1.180058p-1f,
};
static const double overall_6[] = {
    0x1.2222222222222p-1, 0x1.d5b7fb74428fbp-2, 0x1.e5efc865efc86p-1,
    0x1.2222222222222p-2, 0x1p-1, 0x1.72620ae4c415dp-2, 0x1.48d159e26af37p-2,
    0x1.2222222222222p-1, 0x1.a3c472bf005dp-2,
};
static const double each_6[] = {
    NAN, 0x0p+0, 0x0p+0, 0x1.e5efc865efc86p-1, 0x1.2222222222222p-1, 0x1p+0,
    0x1.72620ae4c415dp-1, 0x1.e5efc865efc86p-1,
};
static const uint64_t confusion_6[] = {
    0, 26, 0, 34,
};
static const uint32_t label_7[] = {
    1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 1,
    0, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 0, 0, 0,
    0, 1, 1, 0, 1, 1, 1, 1, 0, 1,
};
static const float prob_7[] = {
    0x1.33a188p-1f, 0x1.98bcf2p-2f, 0x1.99cbbcp-2f, 0x1.331a22p-1f,
    0x1.319c6cp-2f, 0x1.6731cap-1f, 0x1.9b0b58p-2f, 0x1.327a54p-1f,
    0x1.33afccp-1f, 0x1.98a06ap-2f, 0x1.36b99p-3f, 0x1.b2519cp-1f,
    0x1.a4775cp-2f, 0x1.2dc452p-1f, 0x1.1c51p-1f, 0x1.c75e02p-2f,
    0x1.31a698p-1f, 0x1.9cb2cep-2f, 0x1.a9474ep-1f, 0x1.5ae2c6p-3f,
    0x1.05d5bcp-1f, 0x1.f4548ap-2f, 0x1.ee8abp-2f, 0x1.08baa8p-1f,
    0x1.245c16p-1f, 0x1.b747d4p-2f, 0x1.71e49p-1f, 0x1.1c36ep-2f,
    0x1.96d10cp-1f, 0x1.a4bbd4p-3f, 0x1.9b278p-2f, 0x1.326c4p-1f,
    0x1.4f874p-1f, 0x1.60f17ep-2f, 0x1.2a8ce8p-3f, 0x1.b55cc6p-1f,
    0x1.e05f3ep-1f, 0x1.fa0c26p-5f, 0x1.a658b6p-1f, 0x1.669d26p-3f,
    0x1.ead7a8p-2f, 0x1.0a942cp-1f, 0x1.262264p-1f, 0x1.b3bb3ap-2f,
    0x1.a702ep-1f, 0x1.63f484p-3f, 0x1.fa311p-2f, 0x1.02e778p-1f,
    0x1.cb002p-2f, 0x1.1a7ffp-1f, 0x1.678136p-1f, 0x1.30fd94p-2f,
    0x1.4e5a02p-1f, 0x1.634bfcp-2f, 0x1.36282cp-1f, 0x1.93afa6p-2f,
    0x1.5478a8p-1f, 0x1.570ebp-2f, 0x1.187a4cp-1f, 0x1.cf0b66p-2f,
    0x1.6facbp-2f, 0x1.4829a8p-1f, 0x1.73b4d8p-2f, 0x1.462594p-1f,
    0x1.ad83d4p-2f, 0x1.293e16p-1f, 0x1.90b008p-3f, 0x1.9bd3fep-1f,
    0x1.171ab2p-1f, 0x1.d1ca9cp-2f, 0x1.c410ap-2f, 0x1.1df7bp-1f,
    0x1.097e18p-2f, 0x1.7b40f4p-1f, 0x1.d5742cp-2f, 0x1.1545eap-1f,
    0x1.740f42p-1f, 0x1.17e17cp-2f, 0x1.e04408p-2f, 0x1.0fddfcp-1f,
    0x1.b4f834p-1f, 0x1.2c1f2cp-3f, 0x1.977d92p-1f, 0x1.a209bap-3f,
    0x1.ced7fcp-2f, 0x1.189402p-1f, 0x1.66fa68p-1f, 0x1.320b3p-2f,
    0x1.1acbfp-3f, 0x1.b94d04p-1f, 0x1.2e6134p-1f, 0x1.a33d9ap-2f,
    0x1.e65638p-1f, 0x1.9a9c72p-5f, 0x1.04177cp-1f, 0x1.f7d108p-2f,
    0x1.bac616p-1f, 0x1.14e7a8p-3f, 0x1.2843aap-1f, 0x1.af78acp-2f,
    0x1.6e4168p-1f, 0x1.237d2ep-2f, 0x1.9d0e18p-3f, 0x1.98bc7ap-1f,
    0x1.cc70bp-3f, 0x1.8ce3d4p-1f, 0x1.435adcp-1f, 0x1.794a4ap-2f,
    0x1.f0dffp-4f, 0x1.c1e402p-1f, 0x1.3066eep-1f, 0x1.9f3224p-2f,
    0x1.6341bp-3f, 0x1.a72f94p-1f, 0x1.2e0148p-2f, 0x1.68ff5cp-1f,
    0x1.8288bap-1f, 0x1.f5dd16p-3f, 0x1.cfff5p-2f, 0x1.180058p-1f,
};
static const double overall_7[] = {
    0x1.bbbbbbbbbbbbcp-2, 0x1.d5b7fb74428fbp-2, 0x1.e5efc865efc86p-1,
    0x1.bbbbbbbbbbbbcp-3, 0x1p-1, 0x1.3594d653594d6p-2, 0x1.8091a2b3c4d5fp-3,
    0x1.bbbbbbbbbbbbcp-2, 0x1.0c4dcad0c4dcbp-2,
};
static const double each_7[] = {
    0x1.bbbbbbbbbbbbcp-2, 0x1p+0, 0x1.3594d653594d6p-1, 0x1.e5efc865efc86p-1,
    NAN, 0x0p+0, 0x0p+0, 0x1.e5efc865efc86p-1,
};
static const uint64_t confusion_7[] = {
    26, 0, 34, 0,
};
static const uint32_t label_8[] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0,
};
static const float prob_8[] = {
    0x1.33a188p-1f, 0x1.98bcf2p-2f, 0x1.99cbbcp-2f, 0x1.331a22p-1f,
    0x1.319c6cp-2f, 0x1.6731cap-1f, 0x1.9b0b58p-2f, 0x1.327a54p-1f,
    0x1.33afccp-1f, 0x1.98a06ap-2f, 0x1.36b99p-3f, 0x1.b2519cp-1f,
    0x1.a4775cp-2f, 0x1.2dc452p-1f, 0x1.1c51p-1f, 0x1.c75e02p-2f,
    0x1.31a698p-1f, 0x1.9cb2cep-2f,
};
static const double overall_8[] = {
    0x1.c71c71c71c71cp-2, 0x1.c37d68e55c305p-1, NAN, 0x1p-1,
    0x1.c71c71c71c71cp-3, 0x1.3b13b13b13b14p-2, 0x1p+0, 0x1.c71c71c71c71cp-2,
    0x1.3b13b13b13b14p-1,
};
static const double each_8[] = {
    0x1p+0, 0x1.c71c71c71c71cp-2, 0x1.3b13b13b13b14p-1, NAN, 0x0p+0, NAN,
    0x0p+0, NAN,
};
static const uint64_t confusion_8[] = {
    4, 5, 0, 0,
};
static const uint32_t label_9[] = {
    1, 1, 1, 1, 1, 1, 1, 1, 1,
};
static const float prob_9[] = {
    0x1.33a188p-1f, 0x1.98bcf2p-2f, 0x1.99cbbcp-2f, 0x1.331a22p-1f,
    0x1.319c6cp-2f, 0x1.6731cap-1f, 0x1.9b0b58p-2f, 0x1.327a54p-1f,
    0x1.33afccp-1f, 0x1.98a06ap-2f, 0x1.36b99p-3f, 0x1.b2519cp-1f,
    0x1.a4775cp-2f, 0x1.2dc452p-1f, 0x1.1c51p-1f, 0x1.c75e02p-2f,
    0x1.31a698p-1f, 0x1.9cb2cep-2f,
};
static const double overall_9[] = {
    0x1.1c71c71c71c72p-1, 0x1.402e72e68494ap-1, NAN, 0x1p-1,
    0x1.1c71c71c71c72p-2, 0x1.6db6db6db6db7p-2, 0x1p+0, 0x1.1c71c71c71c72p-1,
    0x1.6db6db6db6db7p-1,
};
static const double each_9[] = {
    0x0p+0, NAN, 0x0p+0, NAN, 0x1p+0, 0x1.1c71c71c71c72p-1,
    0x1.6db6db6db6db7p-1, NAN,
};
static const uint64_t confusion_9[] = {
    0, 0, 4, 5,
};
static const uint32_t label_10[] = {
    1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 1,
};
static const float prob_10[] = {
    0x1.ae409cp-1f, 0x1.46fd8ep-3f, 0x1.8528cp-1f, 0x1.eb5d02p-3f,
    0x1.70527cp-1f, 0x1.1f5b08p-2f, 0x1.8568acp-1f, 0x1.ea5d54p-3f,
    0x1.ae4652p-1f, 0x1.46e6bap-3f, 0x1.5245c2p-1f, 0x1.5b747cp-2f,
    0x1.874b12p-1f, 0x1.e2d3b6p-3f, 0x1.a4ed34p-1f, 0x1.6c4b34p-3f,
    0x1.ad75d6p-1f, 0x1.4a28a6p-3f, 0x1.dd4fb8p-1f, 0x1.158238p-4f,
    0x1.9bef18p-1f, 0x1.9043ap-3f, 0x1.961bbcp-1f, 0x1.a7910cp-3f,
    0x1.a824d6p-1f, 0x1.5f6ca8p-3f, 0x1.c7283ap-1f, 0x1.c6be34p-4f,
    0x1.d5ed38p-1f, 0x1.509642p-4f, 0x1.856e4cp-1f, 0x1.ea46ccp-3f,
    0x1.b9694cp-1f, 0x1.1a5accp-3f, 0x1.510e18p-1f, 0x1.5de3d2p-2f,
    0x1.f3594cp-1f, 0x1.94d684p-6f, 0x1.dc237cp-1f, 0x1.1ee41ep-4f,
    0x1.955e54p-1f, 0x1.aa86acp-3f, 0x1.a8da8ep-1f, 0x1.5c95c8p-3f,
    0x1.dc678cp-1f, 0x1.1cc39cp-4f, 0x1.987036p-1f, 0x1.9e3f26p-3f,
    0x1.8f0006p-1f, 0x1.c3ffe6p-3f,
};
static const double overall_10[] = {
    0x1.eb851eb851eb8p-2, 0x1.aac4e0f583094p-1, 0x1.d555555555555p-1,
    0x1.eb851eb851eb8p-3, 0x1p-1, 0x1.4c1bacf914c1cp-2, 0x1.d7dbf487fcb92p-3,
    0x1.eb851eb851eb8p-2, 0x1.3ed2e37e7a53ap-2,
};
static const double each_10[] = {
    0x1.eb851eb851eb8p-2, 0x1p+0, 0x1.4c1bacf914c1cp-1, 0x1.d555555555555p-1,
    NAN, 0x0p+0, 0x0p+0, 0x1.d555555555555p-1,
};
static const uint64_t confusion_10[] = {
    12, 0, 13, 0,
};
static const uint32_t label_11[] = {
    0, 0, 0, 0, 0,
};
static const float prob_11[] = {
    0x1.ccccccp-1f, 0x1.99999ap-4f, 0x1.99999ap-1f, 0x1.99999ap-3f,
    0x1.666666p-1f, 0x1.333334p-2f, 0x1p+0f, 0x0p+0f, 0x1.051eb8p-1f,
    0x1.f5c29p-2f,
};
static const double overall_11[] = {
    0x1p+0, 0x1.1639c341c4795p-2, NAN, 0x1p+0, 0x1p+0, 0x1p+0, 0x1p+0, 0x1p+0,
    0x1p+0,
};
static const double each_11[] = {
    0x1p+0, 0x1p+0, 0x1p+0, NAN, NAN, NAN, NAN, NAN,
};
static const uint64_t confusion_11[] = {
    5, 0, 0, 0,
};
static const uint32_t label_12[] = {
    1,
};
static const float prob_12[] = {
    0x1.333334p-2f, 0x1.666666p-1f,
};
static const double overall_12[] = {
    0x1p+0, 0x1.6d3c3372a63e4p-2, NAN, 0x1p+0, 0x1p+0, 0x1p+0, 0x1p+0, 0x1p+0,
    0x1p+0,
};
static const double each_12[] = {
    NAN, NAN, NAN, NAN, 0x1p+0, 0x1p+0, 0x1p+0, NAN,
};
static const uint64_t confusion_12[] = {
    0, 0, 0, 1,
};
static const uint32_t label_13[] = {
    1,
};
static const float prob_13[] = {
    0x1.99999ap-1f, 0x1.99999ap-3f,
};
static const double overall_13[] = {
    0x0p+0, 0x1.9c041f3ed8d34p+0, NAN, 0x0p+0, 0x0p+0, 0x0p+0, 0x0p+0, 0x0p+0,
    0x0p+0,
};
static const double each_13[] = {
    0x0p+0, NAN, 0x0p+0, NAN, NAN, 0x0p+0, 0x0p+0, NAN,
};
static const uint64_t confusion_13[] = {
    0, 0, 1, 0,
};
static const uint32_t label_14[] = {
    0, 1,
};
static const float prob_14[] = {
    0x1.8p-1f, 0x1p-2f, 0x1.8p-1f, 0x1p-2f,
};
static const double overall_14[] = {
    0x1p-1, 0x1.ac89b834770d4p-1, 0x1p-1, 0x1p-2, 0x1p-1, 0x1.5555555555555p-2,
    0x1p-2, 0x1p-1, 0x1.5555555555555p-2,
};
static const double each_14[] = {
    0x1p-1, 0x1p+0, 0x1.5555555555555p-1, 0x1p-1, NAN, 0x0p+0, 0x0p+0, 0x1p-1,
};
static const uint64_t confusion_14[] = {
    1, 0, 1, 0,
};
static const uint32_t label_15[] = {
    1, 0, 1, 0,
};
static const float prob_15[] = {
    0x1p+0f, 0x1.4484cp-100f, 0x1p+0f, 0x1.b7cdfep-34f, 0x1p+0f, 0x1p-149f,
    0x1.fffffcp-1f, 0x1.ad7f2ap-24f,
};
static const double overall_15[] = {
    0x1p-1, 0x1.205966fab4f13p+4, 0x0p+0, 0x1p-2, 0x1p-1, 0x1.5555555555555p-2,
    0x1p-2, 0x1p-1, 0x1.5555555555555p-2,
};
static const double each_15[] = {
    0x1p-1, 0x1p+0, 0x1.5555555555555p-1, 0x0p+0, NAN, 0x0p+0, 0x0p+0, 0x0p+0,
};
static const uint64_t confusion_15[] = {
    2, 0, 2, 0,
};
static const uint32_t label_16[] = {
    1, 2, 2, 1, 2, 2, 0, 1, 0, 1, 0, 2, 0, 2, 2, 1, 1, 2, 1, 0, 0, 1, 1, 2, 0,
    0, 2, 2, 2, 0, 1, 2, 2, 1, 1, 1, 0, 2, 1, 1, 2, 2, 2, 0, 2,
};
static const float prob_16[] = {
    0x1.3b8208p-4f, 0x1.4d0286p-1f, 0x1.171a72p-2f, 0x1.efde62p-7f,
    0x1.4618ap-2f, 0x1.553436p-1f, 0x1.7d040ap-4f, 0x1.479e78p-2f,
    0x1.2c9042p-1f, 0x1.0a742ep-6f, 0x1.8ccbcep-1f, 0x1.ab824p-3f,
    0x1.3d9bdap-2f, 0x1.8e3a24p-4f, 0x1.2f6acep-1f, 0x1.b0fbf4p-4f,
    0x1.a86f76p-2f, 0x1.eb518cp-2f, 0x1.5ecf9ep-2f, 0x1.2b5a86p-1f,
    0x1.29ed5cp-4f, 0x1.d495fcp-4f, 0x1.31a2cep-4f, 0x1.9f38e6p-1f,
    0x1.3b27a4p-1f, 0x1.ba3fdcp-3f, 0x1.592194p-3f, 0x1.b23a2p-3f,
    0x1.47de6ap-1f, 0x1.2e4c38p-3f, 0x1.22cfc2p-2f, 0x1.14eb62p-3f,
    0x1.295d48p-1f, 0x1.a80f94p-2f, 0x1.caeb8cp-3f, 0x1.727aa6p-2f,
    0x1.6db882p-3f, 0x1.3b38fep-1f, 0x1.a56386p-3f, 0x1.99b768p-2f,
    0x1.0ee53cp-2f, 0x1.57635cp-2f, 0x1.72be9ep-3f, 0x1.dacbdap-2f,
    0x1.6bd4d6p-2f, 0x1.8ec68cp-3f, 0x1.10af0ap-1f, 0x1.173ea6p-2f,
    0x1.2be1a6p-4f, 0x1.8c0e98p-1f, 0x1.39d4ccp-3f, 0x1.4108e2p-2f,
    0x1.eaaff2p-5f, 0x1.40d09p-1f, 0x1.49ec9p-1f, 0x1.1d6c9p-2f,
    0x1.3ae93ep-4f, 0x1.69ac5cp-1f, 0x1.b69814p-3f, 0x1.456cfap-4f,
    0x1.5ea0a4p-2f, 0x1.314358p-1f, 0x1.f6c558p-5f, 0x1.0987b6p-2f,
    0x1.36f66ap-2f, 0x1.bf81ep-2f, 0x1.ec5b44p-5f, 0x1.80e37ap-3f,
    0x1.81016ep-1f, 0x1.a25a82p-6f, 0x1.7d577cp-3f, 0x1.93974cp-1f,
    0x1.25240ep-2f, 0x1.216a82p-3f, 0x1.251358p-1f, 0x1.7793p-1f,
    0x1.73d7fp-3f, 0x1.5bb818p-4f, 0x1.54ddap-4f, 0x1.66c084p-2f,
    0x1.22040ap-1f, 0x1.44f324p-3f, 0x1.6262cap-3f, 0x1.562a84p-1f,
    0x1.f0c08p-3f, 0x1.2e0684p-3f, 0x1.384e3ep-1f, 0x1.5d60e2p-1f,
    0x1.1b6c0ap-3f, 0x1.6f106ep-3f, 0x1.d3bbap-3f, 0x1.db6a3ep-2f,
    0x1.3ab7f2p-2f, 0x1.298276p-1f, 0x1.4b3cf4p-3f, 0x1.075c9ap-2f,
    0x1.729d02p-4f, 0x1.70a146p-1f, 0x1.842c66p-3f, 0x1.ce56bap-6f,
    0x1.79c044p-1f, 0x1.df341cp-3f, 0x1.af9a1cp-2f, 0x1.ed08ccp-3f,
    0x1.59e17ep-2f, 0x1.113fcep-5f, 0x1.5a075ap-2f, 0x1.41e856p-1f,
    0x1.a109cp-1f, 0x1.c5384ep-4f, 0x1.3279acp-4f, 0x1.6e54b2p-2f,
    0x1.44ade8p-2f, 0x1.4cfd66p-2f, 0x1.c9effcp-3f, 0x1.5e8942p-3f,
    0x1.35e1bp-1f, 0x1.00608cp-2f, 0x1.643d4ap-1f, 0x1.b926f8p-5f,
    0x1.860c1ap-2f, 0x1.98a2d8p-3f, 0x1.ada27cp-2f, 0x1.c07b9ep-2f,
    0x1.573f0ap-3f, 0x1.93e4dep-2f, 0x1.614c1p-2f, 0x1.07b992p-3f,
    0x1.0d6b94p-1f, 0x1.d7a604p-1f, 0x1.685e54p-6f, 0x1.d17088p-5f,
    0x1.0d01f2p-2f, 0x1.4e1eaap-2f, 0x1.a4df66p-2f,
};
static const double overall_16[] = {
    0x1.27d27d27d27d2p-1, 0x1.ac350f817f7a6p-1, 0x1.91829218a7b9bp-1,
    0x1.239597aa52396p-1, 0x1.23e7111f00ca1p-1, 0x1.22a588a9622a5p-1,
    0x1.2b52b52b52b53p-1, 0x1.27d27d27d27d2p-1, 0x1.28a28a28a28a2p-1,
};
static const double each_16[] = {
    0x1.d89d89d89d89ep-2, 0x1.1745d1745d174p-1, 0x1p-1, 0x1.ac7df24f66ac8p-1,
    0x1.3b13b13b13b14p-1, 0x1.1111111111111p-1, 0x1.2492492492492p-1,
    0x1.7d27d27d27d28p-1, 0x1.435e50d79435ep-1, 0x1.435e50d79435ep-1,
    0x1.435e50d79435ep-1, 0x1.8ae1f17d68ae2p-1,
};
static const uint64_t confusion_16[] = {
    6, 3, 2, 2, 8, 5, 5, 2, 12,
};
static const uint32_t label_17[] = {
    1, 2, 2, 1, 2, 2, 0, 1, 0, 1, 0, 2, 0, 2, 2, 1, 1, 2, 1, 0, 0, 1, 1, 2, 0,
    0, 2, 2, 2, 0, 1, 2, 2, 1, 1, 1, 0, 2, 1, 1, 2, 2, 2, 0, 2,
};
static const float prob_17[] = {
    0x1.70c3e6p-4f, 0x1.549a76p-1f, 0x1.f53434p-3f, 0x1.8df306p-6f,
    0x1.f39068p-2f, 0x1.f39068p-2f, 0x1.3e2ea4p-3f, 0x1.b07456p-2f,
    0x1.b07456p-2f, 0x1.b0f5bap-7f, 0x1.715b3cp-1f, 0x1.0fc1dap-2f,
    0x1.f53434p-3f, 0x1.70c3e6p-4f, 0x1.549a76p-1f, 0x1.3e2ea4p-3f,
    0x1.b07456p-2f, 0x1.b07456p-2f, 0x1.09b97p-2f, 0x1.692828p-1f,
    0x1.1fb1fp-5f, 0x1.d3be58p-4f, 0x1.58257ep-5f, 0x1.b005dep-1f,
    0x1.26f8cap-1f, 0x1.b20e6ap-3f, 0x1.b20e6ap-3f, 0x1.b20e6ap-3f,
    0x1.26f8cap-1f, 0x1.b20e6ap-3f, 0x1.f53434p-3f, 0x1.70c3e6p-4f,
    0x1.549a76p-1f, 0x1.26f8cap-1f, 0x1.b20e6ap-3f, 0x1.b20e6ap-3f,
    0x1.70c3e6p-4f, 0x1.549a76p-1f, 0x1.f53434p-3f, 0x1.555556p-2f,
    0x1.555556p-2f, 0x1.555556p-2f, 0x1.3e2ea4p-3f, 0x1.b07456p-2f,
    0x1.b07456p-2f, 0x1.b20e6ap-3f, 0x1.26f8cap-1f, 0x1.b20e6ap-3f,
    0x1.58257ep-5f, 0x1.b005dep-1f, 0x1.d3be58p-4f, 0x1.09b97p-2f,
    0x1.1fb1fp-5f, 0x1.692828p-1f, 0x1.692828p-1f, 0x1.09b97p-2f,
    0x1.1fb1fp-5f, 0x1.549a76p-1f, 0x1.f53434p-3f, 0x1.70c3e6p-4f,
    0x1.f53434p-3f, 0x1.549a76p-1f, 0x1.70c3e6p-4f, 0x1.555556p-2f,
    0x1.555556p-2f, 0x1.555556p-2f, 0x1.70c3e6p-4f, 0x1.f53434p-3f,
    0x1.549a76p-1f, 0x1.041dc6p-6f, 0x1.e080e6p-4f, 0x1.bbcef6p-1f,
    0x1.b20e6ap-3f, 0x1.b20e6ap-3f, 0x1.26f8cap-1f, 0x1.92efd6p-1f,
    0x1.b440aap-4f, 0x1.b440aap-4f, 0x1.70c3e6p-4f, 0x1.f53434p-3f,
    0x1.549a76p-1f, 0x1.b20e6ap-3f, 0x1.b20e6ap-3f, 0x1.26f8cap-1f,
    0x1.b20e6ap-3f, 0x1.b20e6ap-3f, 0x1.26f8cap-1f, 0x1.26f8cap-1f,
    0x1.b20e6ap-3f, 0x1.b20e6ap-3f, 0x1.3e2ea4p-3f, 0x1.b07456p-2f,
    0x1.b07456p-2f, 0x1.26f8cap-1f, 0x1.b20e6ap-3f, 0x1.b20e6ap-3f,
    0x1.70c3e6p-4f, 0x1.549a76p-1f, 0x1.f53434p-3f, 0x1.1fb1fp-5f,
    0x1.692828p-1f, 0x1.09b97p-2f, 0x1.b07456p-2f, 0x1.3e2ea4p-3f,
    0x1.b07456p-2f, 0x1.8df306p-6f, 0x1.f39068p-2f, 0x1.f39068p-2f,
    0x1.92efd6p-1f, 0x1.b440aap-4f, 0x1.b440aap-4f, 0x1.555556p-2f,
    0x1.555556p-2f, 0x1.555556p-2f, 0x1.b20e6ap-3f, 0x1.b20e6ap-3f,
    0x1.26f8cap-1f, 0x1.f53434p-3f, 0x1.549a76p-1f, 0x1.70c3e6p-4f,
    0x1.b07456p-2f, 0x1.3e2ea4p-3f, 0x1.b07456p-2f, 0x1.b07456p-2f,
    0x1.3e2ea4p-3f, 0x1.b07456p-2f, 0x1.b07456p-2f, 0x1.3e2ea4p-3f,
    0x1.b07456p-2f, 0x1.df5acap-1f, 0x1.18f332p-6f, 0x1.7dd9c2p-5f,
    0x1.b20e6ap-3f, 0x1.b20e6ap-3f, 0x1.26f8cap-1f,
};
static const double overall_17[] = {
    0x1.f49f49f49f49fp-2, 0x1.cd056339dadacp-1, 0x1.82a1a96b5bd8p-1,
    0x1.fbd1267bd1268p-2, 0x1.025e3beffeb19p-1, 0x1.f1daaf8f72157p-2,
    0x1.0763d59cb92afp-1, 0x1.f49f49f49f49fp-2, 0x1.f281b915250cap-2,
};
static const double each_17[] = {
    0x1.8p-2, 0x1.1745d1745d174p-1, 0x1.c71c71c71c71cp-2, 0x1.906d84ca9c106p-1,
    0x1.0f0f0f0f0f0f1p-1, 0x1.3333333333333p-1, 0x1.2p-1, 0x1.7777777777778p-1,
    0x1.2aaaaaaaaaaabp-1, 0x1.79435e50d7943p-2, 0x1.ce739ce739ce7p-2, 0x1.8p-1,
};
static const uint64_t confusion_17[] = {
    6, 3, 2, 3, 9, 3, 7, 5, 7,
};
static const uint32_t label_18[] = {
    2, 0, 0, 2, 0, 0, 0, 2, 0, 2, 0, 0, 0, 0, 0, 2, 2, 0, 2, 0, 0, 2, 2, 0, 0,
    0, 0, 0, 0, 0, 2, 0, 0, 2, 2, 2, 0, 0, 2, 2, 0, 0, 0, 0, 0,
};
static const float prob_18[] = {
    0x1.3b8208p-4f, 0x1.4d0286p-1f, 0x1.171a72p-2f, 0x1.efde62p-7f,
    0x1.4618ap-2f, 0x1.553436p-1f, 0x1.7d040ap-4f, 0x1.479e78p-2f,
    0x1.2c9042p-1f, 0x1.0a742ep-6f, 0x1.8ccbcep-1f, 0x1.ab824p-3f,
    0x1.3d9bdap-2f, 0x1.8e3a24p-4f, 0x1.2f6acep-1f, 0x1.b0fbf4p-4f,
    0x1.a86f76p-2f, 0x1.eb518cp-2f, 0x1.5ecf9ep-2f, 0x1.2b5a86p-1f,
    0x1.29ed5cp-4f, 0x1.d495fcp-4f, 0x1.31a2cep-4f, 0x1.9f38e6p-1f,
    0x1.3b27a4p-1f, 0x1.ba3fdcp-3f, 0x1.592194p-3f, 0x1.b23a2p-3f,
    0x1.47de6ap-1f, 0x1.2e4c38p-3f, 0x1.22cfc2p-2f, 0x1.14eb62p-3f,
    0x1.295d48p-1f, 0x1.a80f94p-2f, 0x1.caeb8cp-3f, 0x1.727aa6p-2f,
    0x1.6db882p-3f, 0x1.3b38fep-1f, 0x1.a56386p-3f, 0x1.99b768p-2f,
    0x1.0ee53cp-2f, 0x1.57635cp-2f, 0x1.72be9ep-3f, 0x1.dacbdap-2f,
    0x1.6bd4d6p-2f, 0x1.8ec68cp-3f, 0x1.10af0ap-1f, 0x1.173ea6p-2f,
    0x1.2be1a6p-4f, 0x1.8c0e98p-1f, 0x1.39d4ccp-3f, 0x1.4108e2p-2f,
    0x1.eaaff2p-5f, 0x1.40d09p-1f, 0x1.49ec9p-1f, 0x1.1d6c9p-2f,
    0x1.3ae93ep-4f, 0x1.69ac5cp-1f, 0x1.b69814p-3f, 0x1.456cfap-4f,
    0x1.5ea0a4p-2f, 0x1.314358p-1f, 0x1.f6c558p-5f, 0x1.0987b6p-2f,
    0x1.36f66ap-2f, 0x1.bf81ep-2f, 0x1.ec5b44p-5f, 0x1.80e37ap-3f,
    0x1.81016ep-1f, 0x1.a25a82p-6f, 0x1.7d577cp-3f, 0x1.93974cp-1f,
    0x1.25240ep-2f, 0x1.216a82p-3f, 0x1.251358p-1f, 0x1.7793p-1f,
    0x1.73d7fp-3f, 0x1.5bb818p-4f, 0x1.54ddap-4f, 0x1.66c084p-2f,
    0x1.22040ap-1f, 0x1.44f324p-3f, 0x1.6262cap-3f, 0x1.562a84p-1f,
    0x1.f0c08p-3f, 0x1.2e0684p-3f, 0x1.384e3ep-1f, 0x1.5d60e2p-1f,
    0x1.1b6c0ap-3f, 0x1.6f106ep-3f, 0x1.d3bbap-3f, 0x1.db6a3ep-2f,
    0x1.3ab7f2p-2f, 0x1.298276p-1f, 0x1.4b3cf4p-3f, 0x1.075c9ap-2f,
    0x1.729d02p-4f, 0x1.70a146p-1f, 0x1.842c66p-3f, 0x1.ce56bap-6f,
    0x1.79c044p-1f, 0x1.df341cp-3f, 0x1.af9a1cp-2f, 0x1.ed08ccp-3f,
    0x1.59e17ep-2f, 0x1.113fcep-5f, 0x1.5a075ap-2f, 0x1.41e856p-1f,
    0x1.a109cp-1f, 0x1.c5384ep-4f, 0x1.3279acp-4f, 0x1.6e54b2p-2f,
    0x1.44ade8p-2f, 0x1.4cfd66p-2f, 0x1.c9effcp-3f, 0x1.5e8942p-3f,
    0x1.35e1bp-1f, 0x1.00608cp-2f, 0x1.643d4ap-1f, 0x1.b926f8p-5f,
    0x1.860c1ap-2f, 0x1.98a2d8p-3f, 0x1.ada27cp-2f, 0x1.c07b9ep-2f,
    0x1.573f0ap-3f, 0x1.93e4dep-2f, 0x1.614c1p-2f, 0x1.07b992p-3f,
    0x1.0d6b94p-1f, 0x1.d7a604p-1f, 0x1.685e54p-6f, 0x1.d17088p-5f,
    0x1.0d01f2p-2f, 0x1.4e1eaap-2f, 0x1.a4df66p-2f,
};
static const double overall_18[] = {
    0x1.6c16c16c16c17p-2, 0x1.548cd6c5f9bdp+0, NAN, 0x1.7aa5239597aa5p-2,
    0x1.dddddddddddddp-3, 0x1.13071eef4e901p-2, 0x1.4dbb985b34dbbp-1,
    0x1.6c16c16c16c17p-2, 0x1.c1a9d97a38bbcp-2,
};
static const double each_18[] = {
    0x1.b13b13b13b13bp-1, 0x1.7777777777777p-2, 0x1.05f417d05f418p-1,
    0x1.7777777777778p-1, 0x0p+0, NAN, 0x0p+0, NAN, 0x1.0d79435e50d79p-2,
    0x1.5555555555555p-2, 0x1.2d2d2d2d2d2d3p-2, 0x1.e02468acf1357p-2,
};
static const uint64_t confusion_18[] = {
    11, 5, 14, 0, 0, 0, 2, 8, 5,
};
static const uint32_t label_19[] = {
    1, 2, 2, 1, 2, 2, 0, 1, 0, 1, 0, 2, 0, 2, 2, 1, 1, 2, 1, 0, 0, 1, 1, 2, 0,
    0, 2, 2, 2, 0, 1, 2, 2, 1, 1, 1, 0, 2, 1, 1, 2, 2, 2, 0, 2,
};
static const float prob_19[] = {
    0x1.b1b466p-4f, 0x1.c9c364p-1f, 0x1.83df3ap-15f, 0x1.738738p-5f,
    0x1.e8a73ep-1f, 0x1.02738ap-12f, 0x1.cd3d68p-3f, 0x1.8c99a8p-1f,
    0x1.6fd736p-13f, 0x1.50bcbap-6f, 0x1.f575d6p-1f, 0x1.1119fp-15f,
    0x1.85bdbp-1f, 0x1.e8ab26p-3f, 0x1.786974p-13f, 0x1.a0204ap-3f,
    0x1.97e902p-1f, 0x1.dd5ee2p-14f, 0x1.7a5356p-2f, 0x1.42d51p-1f,
    0x1.44d1dp-17f, 0x1.35b756p-1f, 0x1.94069ap-2f, 0x1.1574dep-11f,
    0x1.7b051p-1f, 0x1.09ef5p-2f, 0x1.a3a014p-16f, 0x1.fd68eep-3f,
    0x1.80a2f8p-1f, 0x1.668792p-16f, 0x1.5acc12p-1f, 0x1.4a3b0ap-2f,
    0x1.6680bp-13f, 0x1.4c34e4p-1f, 0x1.6783ep-2f, 0x1.256a6ep-14f,
    0x1.cc730ap-3f, 0x1.8cdf0cp-1f, 0x1.0c2dd6p-15f, 0x1.343224p-1f,
    0x1.978b68p-2f, 0x1.05230cp-14f, 0x1.1f83d2p-2f, 0x1.70352cp-1f,
    0x1.1d3ff2p-14f, 0x1.12229ep-2f, 0x1.76e8ap-1f, 0x1.842468p-15f,
    0x1.622492p-4f, 0x1.d3b88p-1f, 0x1.76afp-16f, 0x1.adc802p-1f,
    0x1.487368p-3f, 0x1.b23318p-13f, 0x1.6565fep-1f, 0x1.353152p-2f,
    0x1.58e0e8p-17f, 0x1.88e248p-1f, 0x1.dc714ep-3f, 0x1.65632ep-17f,
    0x1.758cfep-2f, 0x1.453872p-1f, 0x1.0ec262p-17f, 0x1.d79adep-2f,
    0x1.142602p-1f, 0x1.91c45ep-14f, 0x1.f011ccp-3f, 0x1.83ca88p-1f,
    0x1.882a64p-12f, 0x1.edbaap-4f, 0x1.c20c7ap-1f, 0x1.e18884p-12f,
    0x1.56ba84p-1f, 0x1.525facp-2f, 0x1.5a6988p-13f, 0x1.9a6922p-1f,
    0x1.96557ap-3f, 0x1.80242ep-17f, 0x1.8908f2p-3f, 0x1.9da8a2p-1f,
    0x1.521268p-13f, 0x1.e9b16p-2f, 0x1.0b06bap-1f, 0x1.04a5dap-12f,
    0x1.3e58aep-1f, 0x1.831c0ep-2f, 0x1.94ad9ep-13f, 0x1.a9a90ep-1f,
    0x1.594da6p-3f, 0x1.c41d64p-16f, 0x1.519e3p-2f, 0x1.5729bap-1f,
    0x1.cb530ap-15f, 0x1.908068p-1f, 0x1.bde7fcp-3f, 0x1.666c36p-15f,
    0x1.c945eep-4f, 0x1.c6d37ap-1f, 0x1.e431dep-16f, 0x1.2dc556p-5f,
    0x1.ed1ebap-1f, 0x1.3c35f4p-15f, 0x1.45da0cp-1f, 0x1.743b6ap-2f,
    0x1.07ffdp-14f, 0x1.6fe954p-4f, 0x1.d1e772p-1f, 0x1.b62ecp-13f,
    0x1.c2c2e4p-1f, 0x1.e9de7p-4f, 0x1.4ee494p-17f, 0x1.0f6a22p-1f,
    0x1.e11c24p-2f, 0x1.f2d6cp-15f, 0x1.21f40ep-1f, 0x1.bbe64cp-2f,
    0x1.8cb914p-13f, 0x1.0ef7a4p-2f, 0x1.788342p-1f, 0x1.d75fcap-18f,
    0x1.4ff73cp-1f, 0x1.5ffa28p-2f, 0x1.762p-14f, 0x1.72445ap-1f,
    0x1.1b623cp-2f, 0x1.511d0ep-14f, 0x1.74ca9cp-1f, 0x1.1646dap-2f,
    0x1.1f67e6p-13f, 0x1.f40e7p-1f, 0x1.7e12e8p-6f, 0x1.f2e37p-18f,
    0x1.c8afb6p-2f, 0x1.1b9cdcp-1f, 0x1.692bfcp-14f,
};
static const double overall_19[] = {
    0x1.b05b05b05b05bp-2, 0x1.0657202bdf375p+2, 0x1.8bb9d00fc4978p-1,
    0x1.1f5e1a4eecc65p-2, 0x1.f28db47e309d3p-2, 0x1.6b1be669e254bp-2,
    0x1.fc8985d003f52p-3, 0x1.b05b05b05b05bp-2, 0x1.3efa1c8b53efap-2,
};
static const double each_19[] = {
    0x1.745d1745d1746p-2, 0x1.745d1745d1746p-1, 0x1.f07c1f07c1f08p-2,
    0x1.9696969696969p-1, 0x1.e9bd37a6f4deap-2, 0x1.7777777777777p-1,
    0x1.286bca1af286cp-1, 0x1.81b4e81b4e81bp-1, NAN, 0x0p+0, 0x0p+0,
    0x1.8ae1f17d68ae2p-1,
};
static const uint64_t confusion_19[] = {
    8, 3, 0, 4, 11, 0, 10, 9, 0,
};
static const uint32_t label_20[] = {
    1, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 0,
    0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0,
};
static const float prob_20[] = {
    0x1.b1b466p-4f, 0x1.c9c364p-1f, 0x1.83df3ap-15f, 0x1.738738p-5f,
    0x1.e8a73ep-1f, 0x1.02738ap-12f, 0x1.cd3d68p-3f, 0x1.8c99a8p-1f,
    0x1.6fd736p-13f, 0x1.50bcbap-6f, 0x1.f575d6p-1f, 0x1.1119fp-15f,
    0x1.85bdbp-1f, 0x1.e8ab26p-3f, 0x1.786974p-13f, 0x1.a0204ap-3f,
    0x1.97e902p-1f, 0x1.dd5ee2p-14f, 0x1.7a5356p-2f, 0x1.42d51p-1f,
    0x1.44d1dp-17f, 0x1.35b756p-1f, 0x1.94069ap-2f, 0x1.1574dep-11f,
    0x1.7b051p-1f, 0x1.09ef5p-2f, 0x1.a3a014p-16f, 0x1.fd68eep-3f,
    0x1.80a2f8p-1f, 0x1.668792p-16f, 0x1.5acc12p-1f, 0x1.4a3b0ap-2f,
    0x1.6680bp-13f, 0x1.4c34e4p-1f, 0x1.6783ep-2f, 0x1.256a6ep-14f,
    0x1.cc730ap-3f, 0x1.8cdf0cp-1f, 0x1.0c2dd6p-15f, 0x1.343224p-1f,
    0x1.978b68p-2f, 0x1.05230cp-14f, 0x1.1f83d2p-2f, 0x1.70352cp-1f,
    0x1.1d3ff2p-14f, 0x1.12229ep-2f, 0x1.76e8ap-1f, 0x1.842468p-15f,
    0x1.622492p-4f, 0x1.d3b88p-1f, 0x1.76afp-16f, 0x1.adc802p-1f,
    0x1.487368p-3f, 0x1.b23318p-13f, 0x1.6565fep-1f, 0x1.353152p-2f,
    0x1.58e0e8p-17f, 0x1.88e248p-1f, 0x1.dc714ep-3f, 0x1.65632ep-17f,
    0x1.758cfep-2f, 0x1.453872p-1f, 0x1.0ec262p-17f, 0x1.d79adep-2f,
    0x1.142602p-1f, 0x1.91c45ep-14f, 0x1.f011ccp-3f, 0x1.83ca88p-1f,
    0x1.882a64p-12f, 0x1.edbaap-4f, 0x1.c20c7ap-1f, 0x1.e18884p-12f,
    0x1.56ba84p-1f, 0x1.525facp-2f, 0x1.5a6988p-13f, 0x1.9a6922p-1f,
    0x1.96557ap-3f, 0x1.80242ep-17f, 0x1.8908f2p-3f, 0x1.9da8a2p-1f,
    0x1.521268p-13f, 0x1.e9b16p-2f, 0x1.0b06bap-1f, 0x1.04a5dap-12f,
    0x1.3e58aep-1f, 0x1.831c0ep-2f, 0x1.94ad9ep-13f, 0x1.a9a90ep-1f,
    0x1.594da6p-3f, 0x1.c41d64p-16f, 0x1.519e3p-2f, 0x1.5729bap-1f,
    0x1.cb530ap-15f, 0x1.908068p-1f, 0x1.bde7fcp-3f, 0x1.666c36p-15f,
    0x1.c945eep-4f, 0x1.c6d37ap-1f, 0x1.e431dep-16f, 0x1.2dc556p-5f,
    0x1.ed1ebap-1f, 0x1.3c35f4p-15f, 0x1.45da0cp-1f, 0x1.743b6ap-2f,
    0x1.07ffdp-14f, 0x1.6fe954p-4f, 0x1.d1e772p-1f, 0x1.b62ecp-13f,
    0x1.c2c2e4p-1f, 0x1.e9de7p-4f, 0x1.4ee494p-17f, 0x1.0f6a22p-1f,
    0x1.e11c24p-2f, 0x1.f2d6cp-15f, 0x1.21f40ep-1f, 0x1.bbe64cp-2f,
    0x1.8cb914p-13f, 0x1.0ef7a4p-2f, 0x1.788342p-1f, 0x1.d75fcap-18f,
    0x1.4ff73cp-1f, 0x1.5ffa28p-2f, 0x1.762p-14f, 0x1.72445ap-1f,
    0x1.1b623cp-2f, 0x1.511d0ep-14f, 0x1.74ca9cp-1f, 0x1.1646dap-2f,
    0x1.1f67e6p-13f, 0x1.f40e7p-1f, 0x1.7e12e8p-6f, 0x1.f2e37p-18f,
    0x1.c8afb6p-2f, 0x1.1b9cdcp-1f, 0x1.692bfcp-14f,
};
static const double overall_20[] = {
    0x1.49f49f49f49f5p-1, 0x1.5d4949420e46ep-1, NAN, 0x1.4be3ab0103092p-1,
    0x1.5555555555555p-1, 0x1.4570f8beb4571p-1, 0x1.68e55abadb3c6p-1,
    0x1.49f49f49f49f5p-1, 0x1.4f1d5d9ff4f1ep-1,
};
static const double each_20[] = {
    0x1.a2e8ba2e8ba2fp-1, 0x1.3333333333333p-1, 0x1.6276276276276p-1,
    0x1.81b4e81b4e81cp-1, 0x1.e9bd37a6f4deap-2, 0x1.7777777777777p-1,
    0x1.286bca1af286cp-1, 0x1.81b4e81b4e81bp-1, NAN, NAN, NAN, NAN,
};
static const uint64_t confusion_20[] = {
    18, 12, 0, 4, 11, 0, 0, 0, 0,
};
static const uint32_t label_21[] = {
    2,
};
static const float prob_21[] = {
    0x1.b1b466p-4f, 0x1.c9c364p-1f, 0x1.83df3ap-15f,
};
static const double overall_21[] = {
    0x0p+0, 0x1.3f6a2ab608dep+3, NAN, 0x0p+0, 0x0p+0, 0x0p+0, 0x0p+0, 0x0p+0,
    0x0p+0,
};
static const double each_21[] = {
    NAN, NAN, NAN, NAN, 0x0p+0, NAN, 0x0p+0, NAN, NAN, 0x0p+0, 0x0p+0, NAN,
};
static const uint64_t confusion_21[] = {
    0, 0, 0, 0, 0, 0, 0, 1, 0,
};
static const uint32_t label_22[] = {
    1, 3, 0, 0, 1, 1, 0, 1, 0, 0, 2, 0, 0, 1, 1, 1, 2, 0, 1, 2, 1, 1, 0, 1, 0,
    1, 0, 0, 1, 1, 0, 2, 0, 2, 1, 0, 1, 0, 0, 2, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0,
    5, 0, 0, 0, 1, 3, 2, 0, 0, 2,
};
static const float prob_22[] = {
    0x1.57ab22p-1f, 0x1.209f94p-5f, 0x1.57b02p-6f, 0x1.288336p-5f,
    0x1.ad713ap-6f, 0x1.ae669ap-3f, 0x1.2eba7ep-2f, 0x1.97b8aep-5f,
    0x1.0975bep-5f, 0x1.75e34ap-4f, 0x1.0bda2p-1f, 0x1.fca7eap-8f,
    0x1.18a342p-2f, 0x1.c43326p-5f, 0x1.d51846p-2f, 0x1.c3385cp-5f,
    0x1.f25b58p-4f, 0x1.26018ap-5f, 0x1.86ffa6p-5f, 0x1.039e46p-1f,
    0x1.270956p-2f, 0x1.5ba1fap-4f, 0x1.b33166p-5f, 0x1.38b7dp-6f,
    0x1.23bd3p-3f, 0x1.a34fa2p-3f, 0x1.8d9b2cp-3f, 0x1.89c0d2p-3f,
    0x1.19b402p-4f, 0x1.94bd2ep-3f, 0x1.277268p-4f, 0x1.170f9ap-2f,
    0x1.f0824cp-2f, 0x1.0bc836p-4f, 0x1.1d6e96p-5f, 0x1.1fc682p-4f,
    0x1.b9b618p-4f, 0x1.8200a6p-4f, 0x1.7e67b2p-3f, 0x1.1db578p-4f,
    0x1.73b37ep-2f, 0x1.6d7b34p-3f, 0x1.2dfbbcp-2f, 0x1.87baaap-3f,
    0x1.c697eap-4f, 0x1.6c9008p-4f, 0x1.73031ap-3f, 0x1.0fb6cep-3f,
    0x1.27068cp-2f, 0x1.d0eccep-3f, 0x1.de53d2p-5f, 0x1.f3692ep-3f,
    0x1.e7b85cp-5f, 0x1.f833c4p-4f, 0x1.4904d8p-3f, 0x1.bb791cp-6f,
    0x1.e3f28ap-3f, 0x1.00cd4ap-2f, 0x1.79134p-3f, 0x1.20eba6p-3f,
    0x1.72f104p-3f, 0x1.95f5dep-4f, 0x1.9b8e98p-3f, 0x1.3624d2p-3f,
    0x1.275b7ep-2f, 0x1.43534ap-4f, 0x1.ba6cacp-3f, 0x1.936352p-3f,
    0x1.2f6b74p-3f, 0x1.c29e7ap-4f, 0x1.2fa62ap-2f, 0x1.08a3fcp-5f,
    0x1.d34076p-3f, 0x1.77f2d6p-3f, 0x1.876c88p-3f, 0x1.b09014p-3f,
    0x1.32b6fp-4f, 0x1.c6e94p-4f, 0x1.8ab3bap-3f, 0x1.411646p-3f,
    0x1.00ab28p-3f, 0x1.6f4e3ap-6f, 0x1.656ff4p-3f, 0x1.50189p-2f,
    0x1.6bb1ap-2f, 0x1.4ed83p-3f, 0x1.be8cc4p-6f, 0x1.5414e8p-2f,
    0x1.c974bcp-4f, 0x1.50ec88p-7f, 0x1.baa418p-3f, 0x1.110e26p-5f,
    0x1.4c16fep-5f, 0x1.41bd2p-4f, 0x1.0eed4p-1f, 0x1.a2fe22p-4f,
    0x1.810eep-4f, 0x1.a59bacp-2f, 0x1.697486p-2f, 0x1.08d1d8p-4f,
    0x1.cd4a76p-5f, 0x1.4ce50ep-6f, 0x1.064cfep-4f, 0x1.91e20cp-3f,
    0x1.86269cp-3f, 0x1.254128p-3f, 0x1.631ed8p-2f, 0x1.e5480cp-5f,
    0x1.84f98ep-4f, 0x1.ab62bep-3f, 0x1.70ec78p-3f, 0x1.2c2358p-2f,
    0x1.31f68ap-3f, 0x1.2ded92p-4f, 0x1.e2e2b6p-3f, 0x1.ed622ap-5f,
    0x1.04f976p-5f, 0x1.2c662ep-2f, 0x1.3e203ap-3f, 0x1.c999ccp-3f,
    0x1.192212p-4f, 0x1.0a6d94p-2f, 0x1.a55e64p-3f, 0x1.437c34p-3f,
    0x1.4207aep-5f, 0x1.129ba8p-2f, 0x1.48902cp-2f, 0x1.881ee8p-3f,
    0x1.25c346p-4f, 0x1.07eee6p-3f, 0x1.1d7ecp-2f, 0x1.0f2b5p-7f,
    0x1.f17bfap-5f, 0x1.e50092p-4f, 0x1.16a4dap-3f, 0x1.81d3b8p-2f,
    0x1.b646fep-3f, 0x1.811ae4p-4f, 0x1.7a2cfcp-4f, 0x1.331a34p-3f,
    0x1.461984p-5f, 0x1.0c97a6p-4f, 0x1.5a033p-3f, 0x1.eefcf6p-2f,
    0x1.1ef14cp-4f, 0x1.4095dcp-4f, 0x1.9a5b9cp-4f, 0x1.424adp-2f,
    0x1.466fccp-4f, 0x1.6da08cp-2f, 0x1.ab503ap-5f, 0x1.d2602cp-4f,
    0x1.ccc0d2p-4f, 0x1.3459e2p-2f, 0x1.8f698p-2f, 0x1.f0a568p-6f,
    0x1.d4a262p-5f, 0x1.99bae4p-3f, 0x1.2ecee6p-4f, 0x1.fea32ep-6f,
    0x1.9d382ep-2f, 0x1.df705p-3f, 0x1.6afa3ep-3f, 0x1.13938ep-4f,
    0x1.361e5ap-2f, 0x1.5cbf92p-4f, 0x1.4bc5eep-2f, 0x1.644e94p-5f,
    0x1.2c35cp-4f, 0x1.b0bd0cp-3f, 0x1.5d6c7cp-4f, 0x1.5a765ep-2f,
    0x1.c9666p-3f, 0x1.183d7p-4f, 0x1.f3f934p-4f, 0x1.4725dp-4f, 0x1.22641p-2f,
    0x1.ede026p-5f, 0x1.2b9ed2p-4f, 0x1.863074p-2f, 0x1.86a2p-2f,
    0x1.336908p-2f, 0x1.62e6bp-5f, 0x1.9eaa3cp-5f, 0x1.81fa6p-3f,
    0x1.262d4ap-5f, 0x1.87c58cp-4f, 0x1.244p-2f, 0x1.9866c8p-2f,
    0x1.c5e69cp-4f, 0x1.90fe4p-5f, 0x1.ee7332p-5f, 0x1.18e69ep-2f,
    0x1.0e8f1cp-4f, 0x1.f5753ap-4f, 0x1.653198p-3f, 0x1.0c31dap-2f,
    0x1.9d369cp-4f, 0x1.d534bcp-3f, 0x1.d40b06p-5f, 0x1.8cee06p-4f,
    0x1.99334cp-5f, 0x1.b9d6dcp-2f, 0x1.1556f4p-3f, 0x1.ad769ep-4f,
    0x1.3c2f26p-3f, 0x1.684faep-3f, 0x1.c5148ep-2f, 0x1.6ccd54p-5f,
    0x1.3ed2dap-4f, 0x1.a5983ap-6f, 0x1.e3e534p-2f, 0x1.900752p-4f,
    0x1.13370ap-5f, 0x1.39849ap-4f, 0x1.2cf76cp-2f, 0x1.669014p-4f,
    0x1.3a0354p-4f, 0x1.7c810cp-2f, 0x1.73400ap-3f, 0x1.bb34ap-3f,
    0x1.107f14p-4f, 0x1.8295b6p-2f, 0x1.37eae4p-2f, 0x1.8d93ep-4f,
    0x1.bf8664p-4f, 0x1.dbb11ep-8f, 0x1.ab2842p-4f, 0x1.f892c4p-4f,
    0x1.d8c1a4p-3f, 0x1.2f13b4p-2f, 0x1.b383ecp-4f, 0x1.c3fa76p-6f,
    0x1.ba8c4ep-3f, 0x1.493004p-4f, 0x1.f09db6p-4f, 0x1.797952p-4f,
    0x1.eaff1cp-4f, 0x1.12744cp-6f, 0x1.23a398p-1f, 0x1.90d326p-4f,
    0x1.d8af8p-3f, 0x1.19a028p-1f, 0x1.3e3aa4p-4f, 0x1.9a6bcap-7f,
    0x1.fd11f4p-6f, 0x1.46921ap-4f, 0x1.4a7972p-3f, 0x1.2791d6p-2f,
    0x1.26dceep-5f, 0x1.806b2ap-2f, 0x1.e2310cp-5f, 0x1.123282p-2f,
    0x1.6d168cp-3f, 0x1.29ac84p-3f, 0x1.7aa3ecp-3f, 0x1.dad99ap-4f,
    0x1.b98e6ap-4f, 0x1.28f0a4p-7f, 0x1.83c066p-5f, 0x1.3c1baep-2f,
    0x1.69c88cp-2f, 0x1.7678acp-3f, 0x1.947f76p-4f, 0x1.ec1bc8p-5f,
    0x1.000acp-1f, 0x1.c98ef8p-4f, 0x1.c3c336p-4f, 0x1.69b246p-4f,
    0x1.094bd4p-3f, 0x1.8e5a98p-5f, 0x1.1b0dp-4f, 0x1.a02c94p-6f,
    0x1.a7a4b4p-5f, 0x1.7859fap-1f, 0x1.1f186ap-4f, 0x1.8b0be4p-4f,
    0x1.ab0bb2p-3f, 0x1.fd18d4p-3f, 0x1.4952f4p-5f, 0x1.97b06ep-4f,
    0x1.3a144ap-2f, 0x1.1ea0a2p-3f, 0x1.ee7352p-4f, 0x1.02cdb2p-1f,
    0x1.bc7698p-5f, 0x1.db706ap-4f, 0x1.04321ep-4f, 0x1.e09f6ep-2f,
    0x1.ec1592p-7f, 0x1.bb393cp-5f, 0x1.fe54acp-5f, 0x1.a481cep-3f,
    0x1.8d1a84p-3f, 0x1.baa758p-2f, 0x1.6ba27p-6f, 0x1.d09e38p-3f,
    0x1.47363ep-4f, 0x1.c2f95ap-5f, 0x1.784554p-3f, 0x1.de8a66p-4f,
    0x1.2d0054p-5f, 0x1.9eaeeap-3f, 0x1.0c91ccp-4f, 0x1.39d1c4p-3f,
    0x1.b35892p-2f, 0x1.56f84ep-3f, 0x1.32d0e4p-1f, 0x1.9b3912p-4f,
    0x1.b1709ap-6f, 0x1.d77686p-5f, 0x1.906f8ap-5f, 0x1.c04f88p-5f,
    0x1.24b9ep-2f, 0x1.8d654p-4f, 0x1.a38268p-6f, 0x1.7c3c7cp-2f,
    0x1.52dc7ap-3f, 0x1.18814p-3f, 0x1.b46d78p-4f, 0x1.7139d2p-3f,
    0x1.97dbb8p-4f, 0x1.51eb84p-2f, 0x1.2c495p-3f, 0x1.f359fp-3f,
    0x1.fc51a8p-3f, 0x1.3a7924p-5f, 0x1.1e2d04p-3f, 0x1.0452dcp-3f,
    0x1.9f363ep-3f, 0x1.108296p-5f, 0x1.53a4bp-1f, 0x1.264298p-3f,
    0x1.3bc836p-5f, 0x1.7ffec8p-6f, 0x1.90303ap-4f, 0x1.64ee8p-3f,
    0x1.7cb95ap-4f, 0x1.ac170cp-3f, 0x1.9b3eeep-4f, 0x1.52e8ap-2f,
    0x1.7a5a1ep-4f, 0x1.b2a00ap-5f, 0x1.2c864p-3f, 0x1.7177d4p-1f,
    0x1.49ccf2p-6f, 0x1.1bdbdp-5f, 0x1.860edep-6f, 0x1.ce1fp-2f,
    0x1.0ba754p-4f, 0x1.03e5dcp-3f, 0x1.998b48p-3f, 0x1.3d1142p-4f,
    0x1.43e926p-4f, 0x1.5e80ep-3f, 0x1.141f9p-5f, 0x1.09c73cp-4f,
    0x1.75246p-3f, 0x1.4709c4p-2f, 0x1.d45bb4p-3f,
};
static const double overall_22[] = {
    0x1.bbbbbbbbbbbbcp-3, 0x1.f9dc5c9328244p+0, NAN, 0x1.a762762762763p-3,
    0x1.09d7336e0aebp-2, 0x1.43518a6dfc352p-3, 0x1.bb91b91b91b92p-2,
    0x1.bbbbbbbbbbbbcp-3, 0x1.1845c8a0ce513p-2,
};
static const double each_22[] = {
    0x1.3b13b13b13b14p-1, 0x1.2f684bda12f68p-2, 0x1.999999999999ap-2,
    0x1.08e8271340126p-1, 0x1.8p-2, 0x1.1745d1745d174p-3, 0x1.999999999999ap-3,
    0x1.1cc8e160c3fb2p-1, 0x1p-3, 0x1p-3, 0x1p-3, 0x1.f627627627628p-2, 0x0p+0,
    0x0p+0, 0x0p+0, 0x1.34f72c234f72dp-2, 0x0p+0, NAN, 0x0p+0, NAN, 0x1p-3,
    0x1p+0, 0x1.c71c71c71c71cp-3, 0x1.eea4e1a08ad8fp-1,
};
static const uint64_t confusion_22[] = {
    8, 3, 4, 2, 8, 2, 5, 3, 3, 4, 3, 4, 0, 1, 1, 1, 4, 1, 0, 1, 0, 0, 1, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
};
static const struct class_case class_cases[] = {
    {"two classes", 60, 2, NAN,
     label_0, prob_0, overall_0, each_0, confusion_0},
    {"two classes, threshold 0.3", 60, 2, 0.3,
     label_1, prob_1, overall_1, each_1, confusion_1},
    {"two classes, few distinct scores", 60, 2, NAN,
     label_2, prob_2, overall_2, each_2, confusion_2},
    {"all scores equal", 60, 2, NAN,
     label_3, prob_3, overall_3, each_3, confusion_3},
    {"a perfect model with certain answers", 60, 2, NAN,
     label_4, prob_4, overall_4, each_4, confusion_4},
    {"a certain and wrong model", 60, 2, NAN,
     label_5, prob_5, overall_5, each_5, confusion_5},
    {"threshold 0", 60, 2, 0.0,
     label_6, prob_6, overall_6, each_6, confusion_6},
    {"threshold 1", 60, 2, 1.0,
     label_7, prob_7, overall_7, each_7, confusion_7},
    {"only class 0 in the truth", 9, 2, NAN,
     label_8, prob_8, overall_8, each_8, confusion_8},
    {"only class 1 in the truth", 9, 2, NAN,
     label_9, prob_9, overall_9, each_9, confusion_9},
    {"class 1 never predicted", 25, 2, NAN,
     label_10, prob_10, overall_10, each_10, confusion_10},
    {"only class 0 in truth and prediction", 5, 2, NAN,
     label_11, prob_11, overall_11, each_11, confusion_11},
    {"one row", 1, 2, NAN,
     label_12, prob_12, overall_12, each_12, confusion_12},
    {"one row, wrong", 1, 2, NAN,
     label_13, prob_13, overall_13, each_13, confusion_13},
    {"two rows, one tie", 2, 2, NAN,
     label_14, prob_14, overall_14, each_14, confusion_14},
    {"tiny probabilities", 4, 2, NAN,
     label_15, prob_15, overall_15, each_15, confusion_15},
    {"three classes", 45, 3, NAN,
     label_16, prob_16, overall_16, each_16, confusion_16},
    {"three classes with ties", 45, 3, NAN,
     label_17, prob_17, overall_17, each_17, confusion_17},
    {"a class without rows", 45, 3, NAN,
     label_18, prob_18, overall_18, each_18, confusion_18},
    {"a class never predicted", 45, 3, NAN,
     label_19, prob_19, overall_19, each_19, confusion_19},
    {"a class neither in truth nor predicted", 45, 3, NAN,
     label_20, prob_20, overall_20, each_20, confusion_20},
    {"three classes, one row", 1, 3, NAN,
     label_21, prob_21, overall_21, each_21, confusion_21},
    {"six classes, unbalanced", 60, 6, NAN,
     label_22, prob_22, overall_22, each_22, confusion_22},
};
static const double value_0[] = {
    -0x1.b7e8a3feb72ap-3, 0x1.faeaaadd1e1f8p-1, 0x1.d55710821544p-1,
    0x1.f8faa128ab38ep+1, -0x1.f0100a0a6359p+0, 0x1.1bbb53346204ap+2,
    0x1.106c89b7d388bp+1, 0x1.eb923c7d7af8cp+2, 0x1.f7b6f49680c8dp+2,
    0x1.25a82363a6f7ep+3, 0x1.d35ab0e54ca51p+2, 0x1.35d17af5e47f2p+2,
    0x1.e5149819dbcdcp+2, 0x1.3086b47447a2ap+3, 0x1.85050b0131b04p+1,
    0x1.b52ffac1d0059p+2, 0x1.37ce7efb30a7fp+2, 0x1.2a3dd9de01bdap+3,
    0x1.3ea1df37bf899p+1, 0x1.061a618c45b4ap+2, 0x1.8591aaa1ce58dp+2,
    0x1.718ea2c6b6776p+2, 0x1.4e76a3d616b8p-4, 0x1.85265997f5076p+2,
    0x1.293f99dff1495p+2, 0x1.11f7e9e94b726p+2, 0x1.222e9cda83a7cp+2,
    0x1.6a0ae5b20b944p+2, -0x1.cbf7ac3e8713p-2, 0x1.35096b1aa1454p+3,
    0x1.3534d676b89b9p+1, -0x1.b95eda13a8efp+0, 0x1.3042ca2867a7cp+2,
    0x1.2beb09eaef77ap+3, 0x1.b8db733c2818p+1, 0x1.34ec265013b4cp+3,
    0x1.3577681811e85p+3, 0x1.34b6006a2fd7ap+1, -0x1.329b3c9375282p+1,
    0x1.4b613044c810ap+0,
};
static const float answer_0[] = {
    0x1.f1fcf4p-1f, 0x1.62ead2p-3f, -0x1.302074p-1f, 0x1.4dc10cp+1f,
    -0x1.f0043cp+0f, 0x1.1a0f9p+2f, 0x1.800bb4p+1f, 0x1.156f6ap+3f,
    0x1.bc0cfcp+2f, 0x1.20a3f8p+3f, 0x1.8ac84ep+2f, 0x1.3a6b56p+2f,
    0x1.9b710ap+2f, 0x1.0a1e3ep+3f, 0x1.4a68aap+2f, 0x1.b742a4p+2f,
    0x1.60f856p+2f, 0x1.7b75f4p+3f, 0x1.a3383ep+1f, 0x1.fd988ap+1f,
    0x1.891012p+2f, 0x1.41e8e2p+2f, 0x1.2d0dfap+0f, 0x1.70031p+2f,
    0x1.9a106cp+2f, 0x1.f7cec8p+1f, 0x1.0b8cdap+2f, 0x1.4f33d2p+2f,
    0x1.697c72p-3f, 0x1.3b04ccp+3f, 0x1.e4bffp+1f, -0x1.238396p+1f,
    0x1.42d60ep+2f, 0x1.69eed2p+3f, 0x1.9a16ap+1f, 0x1.45f75p+3f,
    0x1.67c444p+3f, 0x1.7b8d5p+1f, -0x1.83d2b4p+1f, -0x1.8929f6p-1f,
};
static const double expect_0[] = {
    0x1.1c7e700abaa52p+0, 0x1.0ddf03b1a06b9p+0, 0x1.aa152efe6069p-1,
    0x1.d063a332470d1p-1,
};
static const double value_1[] = {
    0x1.dcd64ffe48176p+29, 0x1.dcd65007ebaabp+29, 0x1.dcd65007555c4p+29,
    0x1.dcd6501f8faa1p+29, 0x1.dcd64ff07f7fbp+29, 0x1.dcd65023776a6p+29,
    0x1.dcd6501106c8ap+29, 0x1.dcd6503d72479p+29, 0x1.dcd6503ef6de9p+29,
    0x1.dcd650496a08ep+29, 0x1.dcd6503a6b562p+29, 0x1.dcd65026ba2f6p+29,
    0x1.dcd6503ca293p+29, 0x1.dcd6504c21ad2p+29, 0x1.dcd650185050bp+29,
    0x1.dcd65036a5ff6p+29, 0x1.dcd65026f9cfep+29, 0x1.dcd6504a8f767p+29,
    0x1.dcd65013ea1dfp+29, 0x1.dcd65020c34c3p+29, 0x1.dcd65030b2355p+29,
    0x1.dcd6502e31d46p+29, 0x1.dcd65000a73b5p+29, 0x1.dcd65030a4cb3p+29,
    0x1.dcd6502527f34p+29, 0x1.dcd650223efd4p+29, 0x1.dcd6502445d3ap+29,
    0x1.dcd6502d415cbp+29, 0x1.dcd64ffc6810ap+29, 0x1.dcd6504d425acp+29,
    0x1.dcd65013534d6p+29, 0x1.dcd64ff235093p+29, 0x1.dcd6502608594p+29,
    0x1.dcd6504afac28p+29, 0x1.dcd6501b8db73p+29, 0x1.dcd6504d3b099p+29,
    0x1.dcd6504d5ddap+29, 0x1.dcd650134b6p+29, 0x1.dcd64fecd64c3p+29,
    0x1.dcd6500a5b098p+29,
};
static const float answer_1[] = {
    0x1.dcd65p+29f, 0x1.dcd65p+29f, 0x1.dcd65p+29f, 0x1.dcd65p+29f,
    0x1.dcd65p+29f, 0x1.dcd65p+29f, 0x1.dcd65p+29f, 0x1.dcd65p+29f,
    0x1.dcd65p+29f, 0x1.dcd65p+29f, 0x1.dcd65p+29f, 0x1.dcd65p+29f,
    0x1.dcd65p+29f, 0x1.dcd65p+29f, 0x1.dcd65p+29f, 0x1.dcd65p+29f,
    0x1.dcd65p+29f, 0x1.dcd65p+29f, 0x1.dcd65p+29f, 0x1.dcd65p+29f,
    0x1.dcd65p+29f, 0x1.dcd65p+29f, 0x1.dcd65p+29f, 0x1.dcd65p+29f,
    0x1.dcd65p+29f, 0x1.dcd65p+29f, 0x1.dcd65p+29f, 0x1.dcd65p+29f,
    0x1.dcd65p+29f, 0x1.dcd65p+29f, 0x1.dcd65p+29f, 0x1.dcd65p+29f,
    0x1.dcd65p+29f, 0x1.dcd65p+29f, 0x1.dcd65p+29f, 0x1.dcd65p+29f,
    0x1.dcd65p+29f, 0x1.dcd65p+29f, 0x1.dcd65p+29f, 0x1.dcd65p+29f,
};
static const double expect_1[] = {
    0x1.01d30bf7a2267p+5, 0x1.6b5390cdf231ep+2, 0x1.35b391099999ap+2,
    -0x1.b25c7eb202f04p+0,
};
static const double value_2[] = {
    0x1.312dp+23, -0x1.b7e8a3feb72ap-3, 0x1.faeaaadd1e1f8p-1,
    0x1.d55710821544p-1, 0x1.f8faa128ab38ep+1, -0x1.f0100a0a6359p+0,
    0x1.1bbb53346204ap+2, 0x1.106c89b7d388bp+1, 0x1.eb923c7d7af8cp+2,
    0x1.f7b6f49680c8dp+2, 0x1.25a82363a6f7ep+3, 0x1.d35ab0e54ca51p+2,
    0x1.35d17af5e47f2p+2, 0x1.e5149819dbcdcp+2, 0x1.3086b47447a2ap+3,
    0x1.85050b0131b04p+1, 0x1.b52ffac1d0059p+2, 0x1.37ce7efb30a7fp+2,
    0x1.2a3dd9de01bdap+3, 0x1.3ea1df37bf899p+1, 0x1.061a618c45b4ap+2,
    0x1.8591aaa1ce58dp+2, 0x1.718ea2c6b6776p+2, 0x1.4e76a3d616b8p-4,
    0x1.85265997f5076p+2, 0x1.293f99dff1495p+2, 0x1.11f7e9e94b726p+2,
    0x1.222e9cda83a7cp+2, 0x1.6a0ae5b20b944p+2, -0x1.cbf7ac3e8713p-2,
    0x1.35096b1aa1454p+3, 0x1.3534d676b89b9p+1, -0x1.b95eda13a8efp+0,
    0x1.3042ca2867a7cp+2, 0x1.2beb09eaef77ap+3, 0x1.b8db733c2818p+1,
    0x1.34ec265013b4cp+3, 0x1.3577681811e85p+3, 0x1.34b6006a2fd7ap+1,
    -0x1.329b3c9375282p+1, 0x1.4b613044c810ap+0,
};
static const float answer_2[] = {
    0x1.312dp+23f, 0x1.f1fcf4p-1f, 0x1.62ead2p-3f, -0x1.302074p-1f,
    0x1.4dc10cp+1f, -0x1.f0043cp+0f, 0x1.1a0f9p+2f, 0x1.800bb4p+1f,
    0x1.156f6ap+3f, 0x1.bc0cfcp+2f, 0x1.20a3f8p+3f, 0x1.8ac84ep+2f,
    0x1.3a6b56p+2f, 0x1.9b710ap+2f, 0x1.0a1e3ep+3f, 0x1.4a68aap+2f,
    0x1.b742a4p+2f, 0x1.60f856p+2f, 0x1.7b75f4p+3f, 0x1.a3383ep+1f,
    0x1.fd988ap+1f, 0x1.891012p+2f, 0x1.41e8e2p+2f, 0x1.2d0dfap+0f,
    0x1.70031p+2f, 0x1.9a106cp+2f, 0x1.f7cec8p+1f, 0x1.0b8cdap+2f,
    0x1.4f33d2p+2f, 0x1.697c72p-3f, 0x1.3b04ccp+3f, 0x1.e4bffp+1f,
    -0x1.238396p+1f, 0x1.42d60ep+2f, 0x1.69eed2p+3f, 0x1.9a16ap+1f,
    0x1.45f75p+3f, 0x1.67c444p+3f, 0x1.7b8d5p+1f, -0x1.83d2b4p+1f,
    -0x1.8929f6p-1f,
};
static const double expect_2[] = {
    0x1.158e15e50105p+0, 0x1.0a8f49f5132e2p+0, 0x1.9fb0c3b37d474p-1,
    0x1.fffffffffeff8p-1,
};
static const double value_3[] = {
    -0x1.329b3c9375282p+1, -0x1.f0100a0a6359p+0, -0x1.b95eda13a8efp+0,
    -0x1.cbf7ac3e8713p-2, -0x1.b7e8a3feb72ap-3, 0x1.4e76a3d616b8p-4,
    0x1.d55710821544p-1, 0x1.faeaaadd1e1f8p-1, 0x1.4b613044c810ap+0,
    0x1.106c89b7d388bp+1, 0x1.34b6006a2fd7ap+1, 0x1.3534d676b89b9p+1,
    0x1.3ea1df37bf899p+1, 0x1.85050b0131b04p+1, 0x1.b8db733c2818p+1,
    0x1.f8faa128ab38ep+1, 0x1.061a618c45b4ap+2, 0x1.11f7e9e94b726p+2,
    0x1.1bbb53346204ap+2, 0x1.222e9cda83a7cp+2, 0x1.293f99dff1495p+2,
    0x1.3042ca2867a7cp+2, 0x1.35d17af5e47f2p+2, 0x1.37ce7efb30a7fp+2,
    0x1.6a0ae5b20b944p+2, 0x1.718ea2c6b6776p+2, 0x1.85265997f5076p+2,
    0x1.8591aaa1ce58dp+2, 0x1.b52ffac1d0059p+2, 0x1.d35ab0e54ca51p+2,
    0x1.e5149819dbcdcp+2, 0x1.eb923c7d7af8cp+2, 0x1.f7b6f49680c8dp+2,
    0x1.25a82363a6f7ep+3, 0x1.2a3dd9de01bdap+3, 0x1.2beb09eaef77ap+3,
    0x1.3086b47447a2ap+3, 0x1.34ec265013b4cp+3, 0x1.35096b1aa1454p+3,
    0x1.3577681811e85p+3,
};
static const float answer_3[] = {
    -0x1.83d2b4p+1f, -0x1.238396p+1f, -0x1.f0043cp+0f, -0x1.8929f6p-1f,
    -0x1.302074p-1f, 0x1.62ead2p-3f, 0x1.697c72p-3f, 0x1.f1fcf4p-1f,
    0x1.2d0dfap+0f, 0x1.4dc10cp+1f, 0x1.7b8d5p+1f, 0x1.800bb4p+1f,
    0x1.9a16ap+1f, 0x1.a3383ep+1f, 0x1.e4bffp+1f, 0x1.f7cec8p+1f,
    0x1.fd988ap+1f, 0x1.0b8cdap+2f, 0x1.1a0f9p+2f, 0x1.3a6b56p+2f,
    0x1.41e8e2p+2f, 0x1.42d60ep+2f, 0x1.4a68aap+2f, 0x1.4f33d2p+2f,
    0x1.60f856p+2f, 0x1.70031p+2f, 0x1.891012p+2f, 0x1.8ac84ep+2f,
    0x1.9a106cp+2f, 0x1.9b710ap+2f, 0x1.b742a4p+2f, 0x1.bc0cfcp+2f,
    0x1.0a1e3ep+3f, 0x1.156f6ap+3f, 0x1.20a3f8p+3f, 0x1.3b04ccp+3f,
    0x1.45f75p+3f, 0x1.67c444p+3f, 0x1.69eed2p+3f, 0x1.7b75f4p+3f,
};
static const double expect_3[] = {
    0x1.affc716dfb11ap-2, 0x1.4c8c6468de73cp-1, 0x1.dd4472cdbc91bp-2,
    0x1.eded2f31c59f5p-1,
};
static const double value_4[] = {
    -0x1.b7e8a3feb72ap-3, 0x1.faeaaadd1e1f8p-1, 0x1.d55710821544p-1,
    0x1.f8faa128ab38ep+1, -0x1.f0100a0a6359p+0, 0x1.1bbb53346204ap+2,
    0x1.106c89b7d388bp+1, 0x1.eb923c7d7af8cp+2, 0x1.f7b6f49680c8dp+2,
    0x1.25a82363a6f7ep+3, 0x1.d35ab0e54ca51p+2, 0x1.35d17af5e47f2p+2,
    0x1.e5149819dbcdcp+2, 0x1.3086b47447a2ap+3, 0x1.85050b0131b04p+1,
    0x1.b52ffac1d0059p+2, 0x1.37ce7efb30a7fp+2, 0x1.2a3dd9de01bdap+3,
    0x1.3ea1df37bf899p+1, 0x1.061a618c45b4ap+2, 0x1.8591aaa1ce58dp+2,
    0x1.718ea2c6b6776p+2, 0x1.4e76a3d616b8p-4, 0x1.85265997f5076p+2,
    0x1.293f99dff1495p+2, 0x1.11f7e9e94b726p+2, 0x1.222e9cda83a7cp+2,
    0x1.6a0ae5b20b944p+2, -0x1.cbf7ac3e8713p-2, 0x1.35096b1aa1454p+3,
    0x1.3534d676b89b9p+1, -0x1.b95eda13a8efp+0, 0x1.3042ca2867a7cp+2,
    0x1.2beb09eaef77ap+3, 0x1.b8db733c2818p+1, 0x1.34ec265013b4cp+3,
    0x1.3577681811e85p+3, 0x1.34b6006a2fd7ap+1, -0x1.329b3c9375282p+1,
    0x1.4b613044c810ap+0,
};
static const float answer_4[] = {
    -0x1.8929f6p-1f, -0x1.83d2b4p+1f, 0x1.7b8d5p+1f, 0x1.67c444p+3f,
    0x1.45f75p+3f, 0x1.9a16ap+1f, 0x1.69eed2p+3f, 0x1.42d60ep+2f,
    -0x1.238396p+1f, 0x1.e4bffp+1f, 0x1.3b04ccp+3f, 0x1.697c72p-3f,
    0x1.4f33d2p+2f, 0x1.0b8cdap+2f, 0x1.f7cec8p+1f, 0x1.9a106cp+2f,
    0x1.70031p+2f, 0x1.2d0dfap+0f, 0x1.41e8e2p+2f, 0x1.891012p+2f,
    0x1.fd988ap+1f, 0x1.a3383ep+1f, 0x1.7b75f4p+3f, 0x1.60f856p+2f,
    0x1.b742a4p+2f, 0x1.4a68aap+2f, 0x1.0a1e3ep+3f, 0x1.9b710ap+2f,
    0x1.3a6b56p+2f, 0x1.8ac84ep+2f, 0x1.20a3f8p+3f, 0x1.bc0cfcp+2f,
    0x1.156f6ap+3f, 0x1.800bb4p+1f, 0x1.1a0f9p+2f, -0x1.f0043cp+0f,
    0x1.4dc10cp+1f, -0x1.302074p-1f, 0x1.62ead2p-3f, 0x1.f1fcf4p-1f,
};
static const double expect_4[] = {
    0x1.d5550ce8f2f5dp+4, 0x1.5aa00f1b6609ap+2, 0x1.0e57a24833d5ep+2,
    -0x1.745a0a40f99e2p+0,
};
static const double value_5[] = {
    -0x1.b7e8a4p-3, 0x1.faeaaap-1, 0x1.d5571p-1, 0x1.f8faa2p+1, -0x1.f0100ap+0,
    0x1.1bbb54p+2, 0x1.106c8ap+1, 0x1.eb923cp+2, 0x1.f7b6f4p+2, 0x1.25a824p+3,
    0x1.d35abp+2, 0x1.35d17ap+2, 0x1.e51498p+2, 0x1.3086b4p+3, 0x1.85050cp+1,
    0x1.b52ffap+2, 0x1.37ce7ep+2, 0x1.2a3ddap+3, 0x1.3ea1ep+1, 0x1.061a62p+2,
    0x1.8591aap+2, 0x1.718ea2p+2, 0x1.4e76a4p-4, 0x1.85265ap+2, 0x1.293f9ap+2,
    0x1.11f7eap+2, 0x1.222e9cp+2, 0x1.6a0ae6p+2, -0x1.cbf7acp-2, 0x1.35096cp+3,
    0x1.3534d6p+1, -0x1.b95edap+0, 0x1.3042cap+2, 0x1.2beb0ap+3, 0x1.b8db74p+1,
    0x1.34ec26p+3, 0x1.357768p+3, 0x1.34b6p+1, -0x1.329b3cp+1, 0x1.4b613p+0,
};
static const float answer_5[] = {
    -0x1.b7e8a4p-3f, 0x1.faeaaap-1f, 0x1.d5571p-1f, 0x1.f8faa2p+1f,
    -0x1.f0100ap+0f, 0x1.1bbb54p+2f, 0x1.106c8ap+1f, 0x1.eb923cp+2f,
    0x1.f7b6f4p+2f, 0x1.25a824p+3f, 0x1.d35abp+2f, 0x1.35d17ap+2f,
    0x1.e51498p+2f, 0x1.3086b4p+3f, 0x1.85050cp+1f, 0x1.b52ffap+2f,
    0x1.37ce7ep+2f, 0x1.2a3ddap+3f, 0x1.3ea1ep+1f, 0x1.061a62p+2f,
    0x1.8591aap+2f, 0x1.718ea2p+2f, 0x1.4e76a4p-4f, 0x1.85265ap+2f,
    0x1.293f9ap+2f, 0x1.11f7eap+2f, 0x1.222e9cp+2f, 0x1.6a0ae6p+2f,
    -0x1.cbf7acp-2f, 0x1.35096cp+3f, 0x1.3534d6p+1f, -0x1.b95edap+0f,
    0x1.3042cap+2f, 0x1.2beb0ap+3f, 0x1.b8db74p+1f, 0x1.34ec26p+3f,
    0x1.357768p+3f, 0x1.34b6p+1f, -0x1.329b3cp+1f, 0x1.4b613p+0f,
};
static const double expect_5[] = {
    0x0p+0, 0x0p+0, 0x0p+0, 0x1p+0,
};
static const double value_6[] = {
    -0x1.b7e8a3feb72ap-3,
};
static const float answer_6[] = {
    0x1.f1fcf4p-1f,
};
static const double expect_6[] = {
    0x1.68f572835cb42p+0, 0x1.2ffb8e7fd6e54p+0, 0x1.2ffb8e7fd6e54p+0, NAN,
};
static const double value_7[] = {
    -0x1.b7e8a3feb72ap-3, 0x1.faeaaadd1e1f8p-1,
};
static const float answer_7[] = {
    0x1.f1fcf4p-1f, 0x1.62ead2p-3f,
};
static const double expect_7[] = {
    0x1.09dece723d8efp+0, 0x1.04e3745be73adp+0, 0x1.0089c4d732fa8p+0,
    -0x1.dc91d30918d4ep+0,
};
static const double value_8[] = {
    0x1.4p+1, 0x1.4p+1, 0x1.4p+1, 0x1.4p+1,
};
static const float answer_8[] = {
    0x1.f1fcf4p-1f, 0x1.62ead2p-3f, -0x1.302074p-1f, 0x1.4dc10cp+1f,
};
static const double expect_8[] = {
    0x1.154ac383ab3d9p+2, 0x1.0a6ef42cb6d17p+1, 0x1.c38d9f7p+0, NAN,
};
static const double value_9[] = {
    0x1.4p+1, 0x1.4p+1, 0x1.4p+1, 0x1.4p+1,
};
static const float answer_9[] = {
    0x1.4p+1f, 0x1.4p+1f, 0x1.4p+1f, 0x1.4p+1f,
};
static const double expect_9[] = {
    0x0p+0, 0x0p+0, 0x0p+0, NAN,
};
static const double value_10[] = {
    -0x1.449869f5d85ccp-69, 0x1.7609da03b4287p-67, 0x1.5a4fd664664c7p-67,
    0x1.749bd71a3e2fdp-65, -0x1.6e0795fbfddecp-66, 0x1.a2b6d1f26f02p-65,
    0x1.9206de5135d88p-66, 0x1.6ab72e59f20b7p-64, 0x1.73ad02caebb8ep-64,
    0x1.b15c660aea31bp-64, 0x1.58d8b95b1104p-64, 0x1.c93609afa8694p-65,
    0x1.65ed1b06421f1p-64, 0x1.c166be0151459p-64, 0x1.1f0bbe58b4d61p-65,
    0x1.42965e66e429cp-64, 0x1.cc25366201efdp-65, 0x1.b8207e340c041p-64,
    0x1.d637e257b313cp-66, 0x1.82cbbba821241p-65, 0x1.1f7381620ec9ap-64,
    0x1.10af603f2d6abp-64, 0x1.ed94b6d1c2fc4p-71, 0x1.1f2451dbd0b13p-64,
    0x1.b6a94947bb8bdp-65, 0x1.944e570de321ap-65, 0x1.ac3bb0cc79aa1p-65,
    0x1.0b23e84ccac6fp-64, -0x1.5365661f6fb4p-68, 0x1.c80ecc6c21379p-64,
    0x1.c84edfcc4f135p-66, -0x1.45ac8877df59p-66, 0x1.c102845c408d2p-65,
    0x1.ba99dcbb2486bp-64, 0x1.454b93624f1fp-65, 0x1.c7e39b03a39e5p-64,
    0x1.c8b11cce324dap-64, 0x1.c793b276a2be1p-66, -0x1.c4789ecd8ed51p-66,
    0x1.e907b07fd1ff7p-67,
};
static const float answer_10[] = {
    0x1.6f734ap-67f, 0x1.05e1fap-69f, -0x1.c0cfd8p-68f, 0x1.ec88bap-66f,
    -0x1.6dfeep-66f, 0x1.a03f8cp-65f, 0x1.1b602ep-65f, 0x1.996c0ep-64f,
    0x1.47a6cep-64f, 0x1.a9f54cp-64f, 0x1.234c4ap-64f, 0x1.d0003ep-65f,
    0x1.2f971cp-64f, 0x1.88b896p-64f, 0x1.e798eep-65f, 0x1.441decp-64f,
    0x1.047228p-64f, 0x1.17fe1cp-63f, 0x1.35545cp-65f, 0x1.7803eep-65f,
    0x1.220774p-64f, 0x1.db0e0ap-65f, 0x1.bc4736p-67f, 0x1.0f8b7ep-64f,
    0x1.2e92ecp-64f, 0x1.73be96p-65f, 0x1.8ad59ap-65f, 0x1.eeabe4p-65f,
    0x1.0abaccp-69f, 0x1.d0e2b6p-64f, 0x1.65aea4p-65f, -0x1.ae32ep-66f,
    0x1.dc6c0cp-65f, 0x1.0b0f3p-63f, 0x1.2e978p-65f, 0x1.e10a7ep-64f,
    0x1.0976p-63f, 0x1.180f58p-65f, -0x1.1e29b4p-65f, -0x1.221a9p-67f,
};
static const double expect_10[] = {
    0x1.35c951743c153p-133, 0x1.8e426f2b67666p-67, 0x1.3a64c0d44a35p-67,
    0x1.d063a36bad69p-1,
};
static const double value_11[] = {
    -0x1.7d8f5d78a13c2p+57, 0x1.b7ae1c94f05bap+59, 0x1.97166fa516737p+59,
    0x1.b5ffde0a44a0fp+61, -0x1.ae44092d6d918p+60, 0x1.ec3234182f0e8p+61,
    0x1.d8948c65d0a79p+60, 0x1.aa5ebda3cb827p+62, 0x1.b4e71ff386804p+62,
    0x1.fd69cfd48d357p+62, 0x1.955d7e0e14aep+62, 0x1.0cb97a66d3adbp+62,
    0x1.a4bd7ef75806ep+62, 0x1.082265d46fb9dp+63, 0x1.516bb9b474939p+61,
    0x1.7b331ba2bd58p+62, 0x1.0e72fa97ccdfap+62, 0x1.02aef082d7e2cp+63,
    0x1.145e95fd5ba5bp+61, 0x1.c6ad23056e961p+61, 0x1.51e5b2677f29bp+62,
    0x1.408a2d1453d37p+62, 0x1.2219cd44a9c07p+56, 0x1.51889d5785e7bp+62,
    0x1.01d269ad46e41p+62, 0x1.db426a8117df6p+61, 0x1.f762bb23f7701p+61,
    0x1.3a05994d80661p+62, -0x1.8ef54bac2f649p+58, 0x1.0c0bf3ba34a5p+63,
    0x1.0c319cc3dda0bp+61, -0x1.7ed3f10fdbdb3p+60, 0x1.07e77d9f1fcb7p+62,
    0x1.04233352e3b0dp+63, 0x1.7e61f80484e02p+61, 0x1.0bf290c456bddp+63,
    0x1.0c6b5a05ed124p+63, 0x1.0bc3997cac0e9p+61, -0x1.09f04ba0610c6p+61,
    0x1.1f6d0fd604b65p+60,
};
static const float answer_11[] = {
    0x1.afef92p+59f, 0x1.33d776p+57f, -0x1.07c9b6p+59f, 0x1.217c4cp+61f,
    -0x1.ae39ccp+60f, 0x1.e94c26p+61f, 0x1.4d1b48p+61f, 0x1.e145fcp+62f,
    0x1.81271p+62f, 0x1.f4b622p+62f, 0x1.566b5p+62f, 0x1.10b71ap+62f,
    0x1.64de6p+62f, 0x1.cda43p+62f, 0x1.1e958p+62f, 0x1.7cff62p+62f,
    0x1.322718p+62f, 0x1.492136p+63f, 0x1.6b9d78p+61f, 0x1.ba0102p+61f,
    0x1.54ed78p+62f, 0x1.17365p+62f, 0x1.051f8cp+60f, 0x1.3f3312p+62f,
    0x1.63ac88p+62f, 0x1.b4fbcap+61f, 0x1.d02028p+61f, 0x1.22bde4p+62f,
    0x1.398a0ap+57f, 0x1.113c36p+63f, 0x1.a4741p+61f, -0x1.f9b23ap+60f,
    0x1.180406p+62f, 0x1.39ed3ep+63f, 0x1.63b1eap+61f, 0x1.1abb02p+63f,
    0x1.380c3ep+63f, 0x1.49357ap+61f, -0x1.506204p+61f, -0x1.5503ecp+59f,
};
static const double expect_11[] = {
    0x1.ac0f0c97d1e18p+119, 0x1.d426dbb3e0c4ap+59, 0x1.71915f1f8e69fp+59,
    0x1.d063a3979c2e4p-1,
};
static const struct value_case value_cases[] = {
    {"values", 40, value_0, answer_0, expect_0},
    {"a mean far from 0", 40, value_1, answer_1, expect_1},
    {"an outlier in the first row", 41, value_2, answer_2, expect_2},
    {"sorted", 40, value_3, answer_3, expect_3},
    {"worse than the mean", 40, value_4, answer_4, expect_4},
    {"perfect", 40, value_5, answer_5, expect_5},
    {"one row", 1, value_6, answer_6, expect_6},
    {"two rows", 2, value_7, answer_7, expect_7},
    {"all true values equal", 4, value_8, answer_8, expect_8},
    {"all true values equal, perfect", 4, value_9, answer_9, expect_9},
    {"tiny", 40, value_10, answer_10, expect_10},
    {"huge", 40, value_11, answer_11, expect_11},
};
