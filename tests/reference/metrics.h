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
static const double weight_23[] = {
    0x0p+0, 0x1.8p+0, 0x1.86947f537dce6p+0, 0x1.2p+0, 0x1.d3a8212f2aecp+0,
    0x1.9eb25e546f11ap+0, 0x0p+0, 0x1.445e1806fde7ap+0, 0x1.6606a6bc89287p+0,
    0x1.8p-1, 0x1.83432c8928f61p-1, 0x1.f06b5f39287ccp-1, 0x1.8p-1,
    0x1.22966cae46b44p+0, 0x1.c3f7626904a36p-1, 0x1.8p-1, 0x1.1673c5a599b3bp+0,
    0x1.23223f6a8df95p+0, 0x1.8p-2, 0x1.1f4a2da247567p-1, 0x1.1c99e0bd6c322p+1,
    0x1.8p-2, 0x1.2446dcf21a403p-1, 0x1.94e5af233fb6fp+0, 0x1.8p-1,
    0x1.b48e4297e88edp-1, 0x1.bb89281f2210cp-2, 0x1.8p-2, 0x1.1cc7f28016a0cp+0,
    0x1.098e778da89b2p+1, 0x1.8p-2, 0x1.1191acf9c8eb2p+0, 0x1.8a92d0df9b765p+1,
    0x1.8p-2, 0x1.ac36bdcb5fb0ap-1, 0x1.310aba62e92d6p+0, 0x1.8p-2,
    0x1.66e08cb958889p+0, 0x1.5b8cc395d74a6p-1, 0x0p+0, 0x1.a85af6a722462p+0,
    0x1.430471d39ae98p+1, 0x1.2p+0, 0x1.3d82cce4172ep-3, 0x1.68d73f47ea778p+0,
    0x0p+0, 0x1.69565489d600dp-1, 0x1.44569b2e871bap+0, 0x0p+0,
    0x1.b4961525730dep+0, 0x1.f02896a9594dp+0, 0x1.8p-1, 0x1.3a4757dbe4eb2p-1,
    0x1.434c1b723c66ep+1, 0x1.8p-2, 0x1.aa1225f617cc3p-1, 0x1.28c883404d4fp+1,
    0x1.2p+0, 0x1.fec8382143d95p-1, 0x1.3031dc894b8p+1,
};
static const uint32_t label_23[] = {
    0, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0, 1,
    0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 1, 0, 1,
    1, 1, 1, 1, 1, 1, 0, 1, 1, 0,
};
static const float prob_23[] = {
    0x1.d05b98p-2f, 0x1.17d234p-1f, 0x1.2b9bfap-1f, 0x1.a8c80cp-2f,
    0x1.9232fcp-2f, 0x1.36e682p-1f, 0x1.3169b8p-1f, 0x1.9d2c92p-2f,
    0x1.44eb14p-1f, 0x1.7629dap-2f, 0x1.9e74c8p-2f, 0x1.30c59cp-1f,
    0x1.2853cep-1f, 0x1.af5864p-2f, 0x1.c94be4p-2f, 0x1.1b5a0ep-1f,
    0x1.3177fcp-1f, 0x1.9d1006p-2f, 0x1.07f022p-1f, 0x1.f01fbcp-2f,
    0x1.986e1p-3f, 0x1.99e47cp-1f, 0x1.215b3p-1f, 0x1.bd49ap-2f,
    0x1.052144p-1f, 0x1.f5bd78p-2f, 0x1.2976acp-2f, 0x1.6b44aap-1f,
    0x1.27716cp-1f, 0x1.b11d28p-2f, 0x1.18eeep-1f, 0x1.ce224p-2f,
    0x1.f388fp-2f, 0x1.063b88p-1f, 0x1.9d91d8p-1f, 0x1.89b89cp-3f,
    0x1.6dae58p-2f, 0x1.4928d4p-1f, 0x1.27c46p-1f, 0x1.b0773ep-2f,
    0x1.fa5704p-2f, 0x1.02d47ep-1f, 0x1.1f8f1p-1f, 0x1.c0e1dep-2f,
    0x1.097714p-1f, 0x1.ed11d6p-2f, 0x1.976ddp-1f, 0x1.a248cp-3f,
    0x1.627b68p-2f, 0x1.4ec24cp-1f, 0x1.8b10fap-1f, 0x1.d3bc18p-3f,
    0x1.0ebb26p-1f, 0x1.e289b4p-2f, 0x1.501924p-2f, 0x1.57f36ep-1f,
    0x1.9639bp-1f, 0x1.a7193ep-3f, 0x1.64ec28p-3f, 0x1.a6c4f6p-1f,
    0x1.995d8ep-1f, 0x1.9a89c6p-3f, 0x1.664c68p-2f, 0x1.4cd9ccp-1f,
    0x1.405b6p-2f, 0x1.5fd25p-1f, 0x1.3474b8p-1f, 0x1.97169p-2f, 0x1.1d132p-3f,
    0x1.b8bb38p-1f, 0x1.81c00cp-2f, 0x1.3f1ffap-1f, 0x1.d5effp-3f,
    0x1.8a8404p-1f, 0x1.a9eaacp-2f, 0x1.2b0aaap-1f, 0x1.ad74cp-3f,
    0x1.94a2dp-1f, 0x1.475f48p-2f, 0x1.5c505cp-1f, 0x1.7107bp-2f,
    0x1.477c28p-1f, 0x1.0783bcp-1f, 0x1.f0f888p-2f, 0x1.95e504p-1f,
    0x1.a86bf2p-3f, 0x1.861a18p-2f, 0x1.3cf2f4p-1f, 0x1.63637cp-2f,
    0x1.4e4e42p-1f, 0x1.9a1e1p-2f, 0x1.32f0f8p-1f, 0x1.95d5acp-1f,
    0x1.a8a952p-3f, 0x1.333deap-1f, 0x1.99842cp-2f, 0x1.35bc7cp-1f,
    0x1.94870ap-2f, 0x1.452b74p-1f, 0x1.75a918p-2f, 0x1.1d74f8p-1f,
    0x1.c5160ep-2f, 0x1.f17b18p-2f, 0x1.074274p-1f, 0x1.12fe4cp-1f,
    0x1.da036ap-2f, 0x1.4ca838p-2f, 0x1.59abe4p-1f, 0x1.a0aa48p-3f,
    0x1.97d56ep-1f, 0x1.ad8fb4p-2f, 0x1.293826p-1f, 0x1.06739ep-1f,
    0x1.f318c4p-2f, 0x1.bed4f8p-2f, 0x1.209584p-1f, 0x1.f292c8p-2f,
    0x1.06b69cp-1f, 0x1.4c26fcp-1f, 0x1.67b20ap-2f,
};
static const double overall_23[] = {
    0x1.8270392cdc9ap-1, 0x1.13a75975269efp-1, 0x1.b925742d11fb9p-1,
    0x1.82c50f674efbp-1, 0x1.92bc642369a44p-1, 0x1.7f02fcc901e27p-1,
    0x1.9ecbe8bbd590ap-1, 0x1.8270392cdc99ep-1, 0x1.85f273e38b2b2p-1,
};
static const double each_23[] = {
    0x1.2dcf5326da373p-1, 0x1.c423d76fc3717p-1, 0x1.69fcde04edbd6p-1,
    0x1.b925742d11fb9p-1, 0x1.d7bacba7c3beep-1, 0x1.6154f0d70fd7p-1,
    0x1.94091b8d16078p-1, 0x1.b925742d11fb9p-1,
};
static const uint64_t confusion_23[] = {
    17, 3, 13, 27,
};
static const double weight_24[] = {
    0x0p+0, 0x1.8p+0, 0x1.42fe4f2074477p+0, 0x1.2p+0, 0x1.7cf1561982a8ep+0,
    0x1.7b98db5f516d8p+1, 0x0p+0, 0x1.29332d7d42334p-2, 0x1.add29412cfbecp-1,
    0x0p+0, 0x1.ba331c274f1bfp-1, 0x1.357d29da68d42p+0, 0x1.8p-2,
    0x1.0259d49bfbca7p+1, 0x1.55890981f9fc6p+0, 0x1.2p+0, 0x1.38d6b9c50f665p+0,
    0x1.d40be9b533f03p+0, 0x1.8p-2, 0x1.63ef2c15a4a5ap+0, 0x1.232d215a470cap-1,
    0x1.8p-2, 0x1.e812902d3017p-3, 0x1.aecb1a9cda0acp-1, 0x1.2p+0,
    0x1.a630595184c9p-2, 0x1.fe1f3d211fff8p-2, 0x1.2p+0, 0x1.46799ccff460cp+0,
    0x1.61428b07c067fp+0, 0x1.8p-2, 0x1.a70938e5b79fp-2, 0x1.952a7ebc76a3cp+0,
    0x0p+0, 0x1.9dea301a9058p+0, 0x1.40c0be13b7a11p+0, 0x1.2p+0,
    0x1.071a84dd3aa95p-1, 0x1.6fc36b1eac324p+1, 0x1.8p-2, 0x1.5ef6de1492e67p+0,
    0x1.21ad5c762f7eap-1, 0x0p+0, 0x1.f7f218f60bbb1p-1, 0x1.51fd98a3735cap+0,
    0x1.8p-1, 0x1.9cef4375911cap+0, 0x1.cb7c44b1f6726p-1, 0x0p+0,
    0x1.53a66e2b58b4ap+0, 0x1.222758a8e5ea7p+0, 0x1.8p-1, 0x1.7a39f280ebb98p+0,
    0x1.477f7ac1984bap+0, 0x0p+0, 0x1.bcb76261f6b54p-2, 0x1.f80b0c9532c2cp-1,
    0x0p+0, 0x1.6381a2703fd6bp+0, 0x1.18b79723a924cp+1,
};
static const uint32_t label_24[] = {
    0, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0, 1,
    0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 1, 0, 1,
    1, 1, 1, 1, 1, 1, 0, 1, 1, 0,
};
static const float prob_24[] = {
    0x1.d05b98p-2f, 0x1.17d234p-1f, 0x1.2b9bfap-1f, 0x1.a8c80cp-2f,
    0x1.9232fcp-2f, 0x1.36e682p-1f, 0x1.3169b8p-1f, 0x1.9d2c92p-2f,
    0x1.44eb14p-1f, 0x1.7629dap-2f, 0x1.9e74c8p-2f, 0x1.30c59cp-1f,
    0x1.2853cep-1f, 0x1.af5864p-2f, 0x1.c94be4p-2f, 0x1.1b5a0ep-1f,
    0x1.3177fcp-1f, 0x1.9d1006p-2f, 0x1.07f022p-1f, 0x1.f01fbcp-2f,
    0x1.986e1p-3f, 0x1.99e47cp-1f, 0x1.215b3p-1f, 0x1.bd49ap-2f,
    0x1.052144p-1f, 0x1.f5bd78p-2f, 0x1.2976acp-2f, 0x1.6b44aap-1f,
    0x1.27716cp-1f, 0x1.b11d28p-2f, 0x1.18eeep-1f, 0x1.ce224p-2f,
    0x1.f388fp-2f, 0x1.063b88p-1f, 0x1.9d91d8p-1f, 0x1.89b89cp-3f,
    0x1.6dae58p-2f, 0x1.4928d4p-1f, 0x1.27c46p-1f, 0x1.b0773ep-2f,
    0x1.fa5704p-2f, 0x1.02d47ep-1f, 0x1.1f8f1p-1f, 0x1.c0e1dep-2f,
    0x1.097714p-1f, 0x1.ed11d6p-2f, 0x1.976ddp-1f, 0x1.a248cp-3f,
    0x1.627b68p-2f, 0x1.4ec24cp-1f, 0x1.8b10fap-1f, 0x1.d3bc18p-3f,
    0x1.0ebb26p-1f, 0x1.e289b4p-2f, 0x1.501924p-2f, 0x1.57f36ep-1f,
    0x1.9639bp-1f, 0x1.a7193ep-3f, 0x1.64ec28p-3f, 0x1.a6c4f6p-1f,
    0x1.995d8ep-1f, 0x1.9a89c6p-3f, 0x1.664c68p-2f, 0x1.4cd9ccp-1f,
    0x1.405b6p-2f, 0x1.5fd25p-1f, 0x1.3474b8p-1f, 0x1.97169p-2f, 0x1.1d132p-3f,
    0x1.b8bb38p-1f, 0x1.81c00cp-2f, 0x1.3f1ffap-1f, 0x1.d5effp-3f,
    0x1.8a8404p-1f, 0x1.a9eaacp-2f, 0x1.2b0aaap-1f, 0x1.ad74cp-3f,
    0x1.94a2dp-1f, 0x1.475f48p-2f, 0x1.5c505cp-1f, 0x1.7107bp-2f,
    0x1.477c28p-1f, 0x1.0783bcp-1f, 0x1.f0f888p-2f, 0x1.95e504p-1f,
    0x1.a86bf2p-3f, 0x1.861a18p-2f, 0x1.3cf2f4p-1f, 0x1.63637cp-2f,
    0x1.4e4e42p-1f, 0x1.9a1e1p-2f, 0x1.32f0f8p-1f, 0x1.95d5acp-1f,
    0x1.a8a952p-3f, 0x1.333deap-1f, 0x1.99842cp-2f, 0x1.35bc7cp-1f,
    0x1.94870ap-2f, 0x1.452b74p-1f, 0x1.75a918p-2f, 0x1.1d74f8p-1f,
    0x1.c5160ep-2f, 0x1.f17b18p-2f, 0x1.074274p-1f, 0x1.12fe4cp-1f,
    0x1.da036ap-2f, 0x1.4ca838p-2f, 0x1.59abe4p-1f, 0x1.a0aa48p-3f,
    0x1.97d56ep-1f, 0x1.ad8fb4p-2f, 0x1.293826p-1f, 0x1.06739ep-1f,
    0x1.f318c4p-2f, 0x1.bed4f8p-2f, 0x1.209584p-1f, 0x1.f292c8p-2f,
    0x1.06b69cp-1f, 0x1.4c26fcp-1f, 0x1.67b20ap-2f,
};
static const double overall_24[] = {
    0x1.a405dc1a572d7p-1, 0x1.0175d5d5ccfabp-1, 0x1.d38f462021c8fp-1,
    0x1.cc52c1d0b9c6ep-1, 0x1.614347812e63ep-1, 0x1.703a7a239b0fep-1,
    0x1.b696efa2eadb9p-1, 0x1.a405dc1a572d6p-1, 0x1.94855872074d4p-1,
};
static const double each_24[] = {
    0x1p+0, 0x1.850d1e04b98f6p-2, 0x1.19ef5608627e3p-1, 0x1.d38f462021c8fp-1,
    0x1.98a583a1738ddp-1, 0x1p+0, 0x1.c6859e3ed3a18p-1, 0x1.d38f462021c8fp-1,
};
static const uint64_t confusion_24[] = {
    7, 13, 0, 40,
};
static const double weight_25[] = {
    0x0p+0, 0x1.8p+0, 0x1.e439cbec318cap-1, 0x0p+0, 0x1.fbae2a34db6dap-2,
    0x1.7b0619629003p-1, 0x1.8p-1, 0x1.add5f99cf13fcp-3, 0x1.3b46e25cb6176p+1,
    0x0p+0, 0x1.94d6cdef1c67ep-2, 0x1.7a1d6f4678fd3p+0, 0x0p+0,
    0x1.116dee8ada9ccp+0, 0x1.a8629003d0cd5p+0, 0x1.8p-2, 0x1.5436386bd81fp+0,
    0x1.d92d5e97331d1p+0, 0x1.2p+0, 0x1.1253ebe0149dcp-2, 0x1.a094638dd9435p+0,
    0x1.8p-2, 0x1.f6d23bdd1d822p+0, 0x1.2c1611bdce4abp+0, 0x1.8p-2,
    0x1.88f9f417cfa5dp-1, 0x1.37cc58ddbe6fp+1, 0x1.8p-1, 0x1.dd6c484c642cp-4,
    0x1.45e02da6ff8c6p+1, 0x1.2p+0, 0x1.ccf06245cb474p+0, 0x1.2fb8825a48bc6p+1,
    0x0p+0, 0x1.120ea6b839e46p-2, 0x1.4c07b1204ba4cp+1, 0x0p+0,
    0x1.547b9d602e26cp-2, 0x1.a284557a43fa2p-1, 0x0p+0, 0x1.099dec3cecc6p-5,
    0x1.d755561fbb38p-6, 0x1.8p-2, 0x1.703d854ca14d1p+0, 0x1.080824d31719fp+0,
    0x0p+0, 0x1.55f81df8da0e1p+0, 0x1.7dd62c723d364p+0, 0x0p+0,
    0x1.9d4dbc150b0e7p+0, 0x1.951935474a894p-1, 0x1.8p-2, 0x1.84fad0f90cc36p-1,
    0x1.9922a74c749b1p+0, 0x1.2p+0, 0x1.8805271188d56p-1, 0x1.379d935297958p+1,
    0x1.2p+0, 0x1.ee54dd8360ac8p-2, 0x1.fd50de2f4fdbbp+0,
};
static const uint32_t label_25[] = {
    0, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0, 1,
    0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 1, 0, 1,
    1, 1, 1, 1, 1, 1, 0, 1, 1, 0,
};
static const float prob_25[] = {
    0x1p-1f, 0x1p-1f, 0x1.333334p-1f, 0x1.99999ap-2f, 0x1.999998p-2f,
    0x1.333334p-1f, 0x1.333334p-1f, 0x1.99999ap-2f, 0x1.333334p-1f,
    0x1.99999ap-2f, 0x1.999998p-2f, 0x1.333334p-1f, 0x1.333334p-1f,
    0x1.99999ap-2f, 0x1.999998p-2f, 0x1.333334p-1f, 0x1.333334p-1f,
    0x1.99999ap-2f, 0x1p-1f, 0x1p-1f, 0x1.999998p-3f, 0x1.99999ap-1f,
    0x1.333334p-1f, 0x1.99999ap-2f, 0x1p-1f, 0x1p-1f, 0x1.333334p-2f,
    0x1.666666p-1f, 0x1.333334p-1f, 0x1.99999ap-2f, 0x1p-1f, 0x1p-1f, 0x1p-1f,
    0x1p-1f, 0x1.99999ap-1f, 0x1.99999ap-3f, 0x1.999998p-2f, 0x1.333334p-1f,
    0x1.333334p-1f, 0x1.99999ap-2f, 0x1p-1f, 0x1p-1f, 0x1.333334p-1f,
    0x1.99999ap-2f, 0x1p-1f, 0x1p-1f, 0x1.99999ap-1f, 0x1.99999ap-3f,
    0x1.333334p-2f, 0x1.666666p-1f, 0x1.99999ap-1f, 0x1.99999ap-3f, 0x1p-1f,
    0x1p-1f, 0x1.333334p-2f, 0x1.666666p-1f, 0x1.99999ap-1f, 0x1.99999ap-3f,
    0x1.999998p-3f, 0x1.99999ap-1f, 0x1.99999ap-1f, 0x1.99999ap-3f,
    0x1.333334p-2f, 0x1.666666p-1f, 0x1.333334p-2f, 0x1.666666p-1f,
    0x1.333334p-1f, 0x1.99999ap-2f, 0x1.9999ap-4f, 0x1.ccccccp-1f,
    0x1.999998p-2f, 0x1.333334p-1f, 0x1.999998p-3f, 0x1.99999ap-1f,
    0x1.999998p-2f, 0x1.333334p-1f, 0x1.999998p-3f, 0x1.99999ap-1f,
    0x1.333334p-2f, 0x1.666666p-1f, 0x1.999998p-2f, 0x1.333334p-1f, 0x1p-1f,
    0x1p-1f, 0x1.99999ap-1f, 0x1.99999ap-3f, 0x1.999998p-2f, 0x1.333334p-1f,
    0x1.333334p-2f, 0x1.666666p-1f, 0x1.999998p-2f, 0x1.333334p-1f,
    0x1.99999ap-1f, 0x1.99999ap-3f, 0x1.333334p-1f, 0x1.99999ap-2f,
    0x1.333334p-1f, 0x1.99999ap-2f, 0x1.333334p-1f, 0x1.99999ap-2f,
    0x1.333334p-1f, 0x1.99999ap-2f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f,
    0x1.333334p-2f, 0x1.666666p-1f, 0x1.999998p-3f, 0x1.99999ap-1f,
    0x1.999998p-2f, 0x1.333334p-1f, 0x1p-1f, 0x1p-1f, 0x1.999998p-2f,
    0x1.333334p-1f, 0x1p-1f, 0x1p-1f, 0x1.333334p-1f, 0x1.99999ap-2f,
};
static const double overall_25[] = {
    0x1.61070b09212efp-1, 0x1.19726c67d5a24p-1, 0x1.a682aa421e1aep-1,
    0x1.77a7136ace698p-1, 0x1.8d279a14fd52fp-1, 0x1.5e9057fecd834p-1,
    0x1.ae2c069be9164p-1, 0x1.61070b09212fp-1, 0x1.66fc8dda49524p-1,
};
static const double each_25[] = {
    0x1.ed205036d8245p-2, 0x1.f5a3501c28ff1p-1, 0x1.4a9eec22074f7p-1,
    0x1.a682aa421e1aep-1, 0x1.f8bdfeba30c0dp-1, 0x1.24abe40dd1a6dp-1,
    0x1.7281c3db93b72p-1, 0x1.a682aa421e1aep-1,
};
static const uint64_t confusion_25[] = {
    19, 1, 16, 24,
};
static const double weight_26[] = {
    0x0p+0, 0x1.8p+0, 0x1.e7c732da135efp+0, 0x1.8p-2, 0x1.31b5bda170782p+0,
    0x1.8e833904b3c49p+0, 0x1.2p+0, 0x1.e1330f8d4fd22p-1, 0x1.2f3b3c8208956p+1,
    0x0p+0, 0x1.6dab3a55da0cap+0, 0x1.b3059cb1d648dp+0, 0x1.8p-1,
    0x1.978e860f311f4p-1, 0x1.bfeb7bf1b0318p-2, 0x1.2p+0, 0x1.8499c50ccf305p-1,
    0x1.611a6f4b7534fp+0, 0x1.2p+0, 0x1.4ece656f3308ap-1, 0x1.07a9224ea9641p+1,
    0x1.2p+0, 0x1.27b1b7102fcf5p+0, 0x1.54a769263241dp+0, 0x1.2p+0,
    0x1.5ae2f4d8f976fp-1, 0x1.25421bace8cdap+1, 0x1.8p-2, 0x1.247bdba1b1523p-1,
    0x1.4c5b794a8196ep+1, 0x1.2p+0, 0x1.5ca956d5979f2p-1, 0x1.306f2624c7cc7p+1,
    0x1.2p+0, 0x1.c7089480a2b0dp-1, 0x1.fdb47a863114dp+0, 0x1.8p-2,
    0x1.941fab437106fp+0, 0x1.1a7a5ef9450dep+0, 0x1.2p+0, 0x1.9d83dc0b7abfcp-2,
    0x1.5d7c7484606b3p+0, 0x1.8p-1, 0x1.af5f3a43aadb2p+0, 0x1.86e27c65834c6p-1,
};
static const uint32_t label_26[] = {
    2, 1, 2, 1, 0, 2, 2, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 2,
    0, 2, 0, 0, 1, 1, 2, 2, 1, 1, 1, 2, 1, 2, 1, 2, 1, 0, 1, 2,
};
static const float prob_26[] = {
    0x1.2cc27p-1f, 0x1.343ef2p-5f, 0x1.7ff34p-2f, 0x1.7e036ap-2f,
    0x1.5ed836p-2f, 0x1.23246p-2f, 0x1.bd4174p-4f, 0x1.45b464p-1f,
    0x1.0546dcp-2f, 0x1.e3216p-4f, 0x1.6a8ddcp-1f, 0x1.6437dcp-3f,
    0x1.85960ep-3f, 0x1.555e34p-2f, 0x1.e7d6c6p-2f, 0x1.3dac4ap-4f,
    0x1.8ae872p-3f, 0x1.75905ap-1f, 0x1.9699ecp-2f, 0x1.4e0496p-4f,
    0x1.0af278p-1f, 0x1.169394p-2f, 0x1.63b41p-3f, 0x1.1bc932p-1f,
    0x1.21b39p-2f, 0x1.165616p-1f, 0x1.634088p-3f, 0x1.8198cap-2f,
    0x1.a90eeap-2f, 0x1.aab09ap-3f, 0x1.3e1886p-2f, 0x1.46a08p-2f,
    0x1.7b46fap-2f, 0x1.23b4dp-1f, 0x1.7425ccp-3f, 0x1.fd06f6p-3f,
    0x1.3b538ep-2f, 0x1.9250a6p-4f, 0x1.300c24p-1f, 0x1.9d642ap-3f,
    0x1.5ee83ep-2f, 0x1.d265aep-2f, 0x1.f9811cp-3f, 0x1.e06adp-3f,
    0x1.098504p-1f, 0x1.ff838ep-2f, 0x1.8e7eap-3f, 0x1.393d24p-2f,
    0x1.a910c4p-4f, 0x1.9f4326p-1f, 0x1.5cd608p-4f, 0x1.7c07d2p-3f,
    0x1.e88086p-3f, 0x1.26ddeap-1f, 0x1.f9a5fp-3f, 0x1.577106p-1f,
    0x1.512bf4p-4f, 0x1.5aa1dep-2f, 0x1.4fbf3ep-2f, 0x1.559ee4p-2f,
    0x1.a1b74ap-3f, 0x1.3c6db8p-1f, 0x1.6c91dap-3f, 0x1.b2759cp-1f,
    0x1.db4bdp-5f, 0x1.7ead38p-4f, 0x1.74d3eep-3f, 0x1.d0c6d6p-2f,
    0x1.74cf34p-2f, 0x1.468be8p-1f, 0x1.b9012ep-5f, 0x1.3bc80ap-2f,
    0x1.b578c8p-6f, 0x1.dc6c0ep-5f, 0x1.d48d78p-1f, 0x1.d4d7bp-1f,
    0x1.7d49b4p-5f, 0x1.353b46p-5f, 0x1.09aa04p-2f, 0x1.3a810ep-1f,
    0x1.02a7c4p-3f, 0x1.009498p-1f, 0x1.4d13f6p-2f, 0x1.6385bp-3f,
    0x1.a4e728p-3f, 0x1.7e77ap-1f, 0x1.84e95ep-5f, 0x1.dbd942p-3f,
    0x1.16764ap-1f, 0x1.ca4d94p-3f, 0x1.970cd2p-5f, 0x1.a60754p-1f,
    0x1.021f7cp-3f, 0x1.437252p-1f, 0x1.cf33b6p-6f, 0x1.5c282p-2f,
    0x1.bb9332p-6f, 0x1.f5f644p-4f, 0x1.b3649ep-1f, 0x1.43ed92p-5f,
    0x1.cfb674p-1f, 0x1.c0ab2p-5f, 0x1.a4aa14p-5f, 0x1.376474p-1f,
    0x1.5ca1d6p-2f, 0x1.91db6cp-3f, 0x1.467c86p-1f, 0x1.543278p-3f,
    0x1.da1b6ap-3f, 0x1.6f3da8p-5f, 0x1.72854ap-1f, 0x1.66f5a2p-4f,
    0x1.ab7d62p-1f, 0x1.3d1f48p-4f, 0x1.58823cp-1f, 0x1.55eeaap-3f,
    0x1.480868p-3f, 0x1.012ddp-2f, 0x1.1b0446p-2f, 0x1.e3cdeap-2f,
    0x1.cea888p-4f, 0x1.738116p-1f, 0x1.4aa76p-3f, 0x1.18024ap-2f,
    0x1.40b21ep-1f, 0x1.9a65eep-4f, 0x1.32cfdcp-1f, 0x1.3b7b9ap-2f,
    0x1.7b92b6p-4f, 0x1.480946p-4f, 0x1.aa549p-1f, 0x1.655232p-4f,
    0x1.b489b4p-2f, 0x1.b3796cp-2f, 0x1.2ff9bep-3f,
};
static const double overall_26[] = {
    0x1.4460e435b60c6p-1, 0x1.a044d9a206c91p-1, 0x1.8bbca66d55a21p-1,
    0x1.2bf0994512d19p-1, 0x1.2b473655184a8p-1, 0x1.2b7b5354c61a5p-1,
    0x1.460707af3c35dp-1, 0x1.4460e435b60c7p-1, 0x1.451985a324265p-1,
};
static const double each_26[] = {
    0x1.064c812efd243p-1, 0x1.f699101f2323p-2, 0x1.00ae5cdc690c1p-1,
    0x1.8dc6636325f35p-1, 0x1.97a1340f025e3p-1, 0x1.91847e5da2e4cp-1,
    0x1.948cf0501cb5fp-1, 0x1.b03b0a678d874p-1, 0x1.cbc82d2271e4ep-2,
    0x1.ea09392428d29p-2, 0x1.da6d59a3991a1p-2, 0x1.6534857d4d6bdp-1,
};
static const uint64_t confusion_26[] = {
    7, 2, 5, 2, 14, 3, 4, 3, 5,
};
static const double weight_27[] = {
    0x0p+0, 0x1.6e36p+20, 0x1.148f1a4a84b1p+19, 0x1.6e36p+18,
    0x1.e0aea1b1ef32ep+18, 0x1.7f34fa4fc5a79p+20, 0x1.6e36p+18,
    0x1.9627c697708a7p+20, 0x1.7bb3b142fd485p+19, 0x1.6e36p+19,
    0x1.d9335eef5045ap+19, 0x1.6200e225d6c35p+20, 0x1.6e36p+18,
    0x1.fb692543d7a2fp+18, 0x1.3491208a83b4fp+20, 0x1.12a88p+20,
    0x1.2b78b9fc5f7fap+18, 0x1.e6d424ea90003p+20, 0x1.6e36p+18,
    0x1.65662629f2cc8p+20, 0x1.16e42ca6a23cap+21, 0x0p+0,
    0x1.405d99809e554p+20, 0x1.94f62f61e0e51p+20, 0x1.12a88p+20,
    0x1.402bc617c528ep+20, 0x1.04df1759dcc16p+21, 0x1.6e36p+19,
    0x1.4e2f5a4d74befp+20, 0x1.7824835f4956ap+20, 0x1.6e36p+18,
    0x1.a87d331a6e726p+20, 0x1.5991198d60fdap+13, 0x0p+0,
    0x1.a4dd81af5e1ffp+20, 0x1.9d60144a338e2p+18, 0x1.6e36p+19,
    0x1.3aa02721702c2p+17, 0x1.ef9dfffc68328p+19, 0x1.12a88p+20,
    0x1.768100bdd27e7p+19, 0x1.e4ce477c51d6ep+20, 0x1.6e36p+18,
    0x1.3d3c2eb01e006p+20, 0x1.1837e5f391c0fp+21,
};
static const uint32_t label_27[] = {
    2, 1, 2, 1, 0, 2, 2, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 2,
    0, 2, 0, 0, 1, 1, 2, 2, 1, 1, 1, 2, 1, 2, 1, 2, 1, 0, 1, 2,
};
static const float prob_27[] = {
    0x1.692828p-1f, 0x1.1fb1fp-5f, 0x1.09b97p-2f, 0x1.26f8cap-1f,
    0x1.b20e6ap-3f, 0x1.b20e6ap-3f, 0x1.70c3e6p-4f, 0x1.549a76p-1f,
    0x1.f53434p-3f, 0x1.b20e6ap-3f, 0x1.26f8cap-1f, 0x1.b20e6ap-3f,
    0x1.b20e6ap-3f, 0x1.b20e6ap-3f, 0x1.26f8cap-1f, 0x1.70c3e6p-4f,
    0x1.f53434p-3f, 0x1.549a76p-1f, 0x1.f53434p-3f, 0x1.70c3e6p-4f,
    0x1.549a76p-1f, 0x1.b20e6ap-3f, 0x1.b20e6ap-3f, 0x1.26f8cap-1f,
    0x1.f53434p-3f, 0x1.549a76p-1f, 0x1.70c3e6p-4f, 0x1.b07456p-2f,
    0x1.b07456p-2f, 0x1.3e2ea4p-3f, 0x1.555556p-2f, 0x1.555556p-2f,
    0x1.555556p-2f, 0x1.b07456p-2f, 0x1.3e2ea4p-3f, 0x1.b07456p-2f,
    0x1.df8cccp-2f, 0x1.0399a2p-4f, 0x1.df8cccp-2f, 0x1.555556p-2f,
    0x1.555556p-2f, 0x1.555556p-2f, 0x1.b20e6ap-3f, 0x1.b20e6ap-3f,
    0x1.26f8cap-1f, 0x1.b07456p-2f, 0x1.3e2ea4p-3f, 0x1.b07456p-2f,
    0x1.b440aap-4f, 0x1.92efd6p-1f, 0x1.b440aap-4f, 0x1.b20e6ap-3f,
    0x1.b20e6ap-3f, 0x1.26f8cap-1f, 0x1.f53434p-3f, 0x1.549a76p-1f,
    0x1.70c3e6p-4f, 0x1.555556p-2f, 0x1.555556p-2f, 0x1.555556p-2f,
    0x1.b20e6ap-3f, 0x1.26f8cap-1f, 0x1.b20e6ap-3f, 0x1.b005dep-1f,
    0x1.58257ep-5f, 0x1.d3be58p-4f, 0x1.3e2ea4p-3f, 0x1.b07456p-2f,
    0x1.b07456p-2f, 0x1.692828p-1f, 0x1.1fb1fp-5f, 0x1.09b97p-2f,
    0x1.58257ep-5f, 0x1.d3be58p-4f, 0x1.b005dep-1f, 0x1.d1a284p-1f,
    0x1.72ebe6p-5f, 0x1.72ebe6p-5f, 0x1.f53434p-3f, 0x1.549a76p-1f,
    0x1.70c3e6p-4f, 0x1.b07456p-2f, 0x1.b07456p-2f, 0x1.3e2ea4p-3f,
    0x1.f53434p-3f, 0x1.549a76p-1f, 0x1.70c3e6p-4f, 0x1.555556p-2f,
    0x1.555556p-2f, 0x1.555556p-2f, 0x1.58257ep-5f, 0x1.b005dep-1f,
    0x1.d3be58p-4f, 0x1.692828p-1f, 0x1.1fb1fp-5f, 0x1.09b97p-2f,
    0x1.58257ep-5f, 0x1.d3be58p-4f, 0x1.b005dep-1f, 0x1.72ebe6p-5f,
    0x1.d1a284p-1f, 0x1.72ebe6p-5f, 0x1.0399a2p-4f, 0x1.df8cccp-2f,
    0x1.df8cccp-2f, 0x1.b20e6ap-3f, 0x1.26f8cap-1f, 0x1.b20e6ap-3f,
    0x1.d3be58p-4f, 0x1.58257ep-5f, 0x1.b005dep-1f, 0x1.72ebe6p-5f,
    0x1.d1a284p-1f, 0x1.72ebe6p-5f, 0x1.26f8cap-1f, 0x1.b20e6ap-3f,
    0x1.b20e6ap-3f, 0x1.555556p-2f, 0x1.555556p-2f, 0x1.555556p-2f,
    0x1.b20e6ap-3f, 0x1.26f8cap-1f, 0x1.b20e6ap-3f, 0x1.f53434p-3f,
    0x1.549a76p-1f, 0x1.70c3e6p-4f, 0x1.549a76p-1f, 0x1.f53434p-3f,
    0x1.70c3e6p-4f, 0x1.b440aap-4f, 0x1.92efd6p-1f, 0x1.b440aap-4f,
    0x1.b07456p-2f, 0x1.b07456p-2f, 0x1.3e2ea4p-3f,
};
static const double overall_27[] = {
    0x1.0e7b558d6cb23p-1, 0x1.0a2a66eb513acp+0, 0x1.47eae2c06864bp-1,
    0x1.0992ff33abf7cp-1, 0x1.053730118902dp-1, 0x1.030f84eb3b635p-1,
    0x1.152890d6222ap-1, 0x1.0e7b558d6cb23p-1, 0x1.0db77f516a495p-1,
};
static const double each_27[] = {
    0x1.c248137a00fa4p-2, 0x1.3a5d2e618fa09p-1, 0x1.065fe091b8fa1p-1,
    0x1.5bdeab64b78f4p-1, 0x1.676be53585005p-1, 0x1.367a460cfcc45p-1,
    0x1.4d295e34f7598p-1, 0x1.71f758368fc2p-1, 0x1.a8521d50fcd38p-2,
    0x1.3d9c378c1d475p-2, 0x1.6b4a9ff603ad1p-2, 0x1.09eaa4a5f1dccp-1,
};
static const uint64_t confusion_27[] = {
    10, 1, 3, 5, 13, 1, 4, 3, 5,
};
static const struct class_case class_cases[] = {
    {"two classes", 60, 2, NAN,
     label_0, prob_0, overall_0, each_0, confusion_0,
     NULL},
    {"two classes, threshold 0.3", 60, 2, 0.3,
     label_1, prob_1, overall_1, each_1, confusion_1,
     NULL},
    {"two classes, few distinct scores", 60, 2, NAN,
     label_2, prob_2, overall_2, each_2, confusion_2,
     NULL},
    {"all scores equal", 60, 2, NAN,
     label_3, prob_3, overall_3, each_3, confusion_3,
     NULL},
    {"a perfect model with certain answers", 60, 2, NAN,
     label_4, prob_4, overall_4, each_4, confusion_4,
     NULL},
    {"a certain and wrong model", 60, 2, NAN,
     label_5, prob_5, overall_5, each_5, confusion_5,
     NULL},
    {"threshold 0", 60, 2, 0.0,
     label_6, prob_6, overall_6, each_6, confusion_6,
     NULL},
    {"threshold 1", 60, 2, 1.0,
     label_7, prob_7, overall_7, each_7, confusion_7,
     NULL},
    {"only class 0 in the truth", 9, 2, NAN,
     label_8, prob_8, overall_8, each_8, confusion_8,
     NULL},
    {"only class 1 in the truth", 9, 2, NAN,
     label_9, prob_9, overall_9, each_9, confusion_9,
     NULL},
    {"class 1 never predicted", 25, 2, NAN,
     label_10, prob_10, overall_10, each_10, confusion_10,
     NULL},
    {"only class 0 in truth and prediction", 5, 2, NAN,
     label_11, prob_11, overall_11, each_11, confusion_11,
     NULL},
    {"one row", 1, 2, NAN,
     label_12, prob_12, overall_12, each_12, confusion_12,
     NULL},
    {"one row, wrong", 1, 2, NAN,
     label_13, prob_13, overall_13, each_13, confusion_13,
     NULL},
    {"two rows, one tie", 2, 2, NAN,
     label_14, prob_14, overall_14, each_14, confusion_14,
     NULL},
    {"tiny probabilities", 4, 2, NAN,
     label_15, prob_15, overall_15, each_15, confusion_15,
     NULL},
    {"three classes", 45, 3, NAN,
     label_16, prob_16, overall_16, each_16, confusion_16,
     NULL},
    {"three classes with ties", 45, 3, NAN,
     label_17, prob_17, overall_17, each_17, confusion_17,
     NULL},
    {"a class without rows", 45, 3, NAN,
     label_18, prob_18, overall_18, each_18, confusion_18,
     NULL},
    {"a class never predicted", 45, 3, NAN,
     label_19, prob_19, overall_19, each_19, confusion_19,
     NULL},
    {"a class neither in truth nor predicted", 45, 3, NAN,
     label_20, prob_20, overall_20, each_20, confusion_20,
     NULL},
    {"three classes, one row", 1, 3, NAN,
     label_21, prob_21, overall_21, each_21, confusion_21,
     NULL},
    {"six classes, unbalanced", 60, 6, NAN,
     label_22, prob_22, overall_22, each_22, confusion_22,
     NULL},
    {"weighted", 60, 2, NAN,
     label_23, prob_23, overall_23, each_23, confusion_23,
     weight_23},
    {"weighted, threshold 0.3", 60, 2, 0.3,
     label_24, prob_24, overall_24, each_24, confusion_24,
     weight_24},
    {"weighted, few scores", 60, 2, NAN,
     label_25, prob_25, overall_25, each_25, confusion_25,
     weight_25},
    {"weighted, three classes", 45, 3, NAN,
     label_26, prob_26, overall_26, each_26, confusion_26,
     weight_26},
    {"weighted, three classes with ties", 45, 3, NAN,
     label_27, prob_27, overall_27, each_27, confusion_27,
     weight_27},
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
static const double value_weight_12[] = {
    0x0p+0, 0x1.8p+0, 0x1.09c3efded28a9p+0, 0x0p+0, 0x1.21d55c57305b4p+0,
    0x1.76bef2ddbefc5p+0, 0x0p+0, 0x1.35fbd48ef00e5p+0, 0x1.ff835afd99eaap+0,
    0x0p+0, 0x1.edc2943351f34p+0, 0x1.c3967c53759ep-1, 0x1.8p-2,
    0x1.37a640f9586cep-1, 0x1.16511b98d03d1p+0, 0x0p+0, 0x1.68c3ff0a20be8p+0,
    0x1.a9aca2451236ep+0, 0x0p+0, 0x1.0ce78ff355c5cp+1, 0x1.8413c53cf554cp+1,
    0x0p+0, 0x1.7f747f8e51b3ap+0, 0x1.9ba30838c65e1p+0, 0x1.8p-1,
    0x1.a90a5313b36e3p-1, 0x1.7371f30c9173cp+1, 0x1.8p-2, 0x1.d9ac6e23b5bb1p+0,
    0x1.4ddeb7998dcd8p+1, 0x1.8p-1, 0x1.9b12e96ffd661p+0, 0x1.2a92b145732edp+1,
    0x0p+0, 0x1.2f57db50923acp+0, 0x1.771c76d1e4eb8p-2, 0x1.2p+0,
    0x1.51ef5821b9f68p+0, 0x1.c859235f0408cp+0, 0x1.2p+0,
};
static const double value_12[] = {
    0x1.b0a2d58e88544p+0, 0x1.69972d8208b0ep+1, 0x1.53c96a7df7956p+1,
    0x1.734265b506d15p+2, 0x1.1045c28e7baccp+2, 0x1.5848e51b4e67p+2,
    0x1.e1dd3a7b0e27fp+2, 0x1.e4b94c1a87f86p+2, 0x1.9b3c39f3529p+2,
    0x1.d2e7a4cbc225p+1, 0x1.5e1b23104ef9dp+1, 0x1.471c8394fd1f1p+1,
    0x1.fbf5b12acdebdp+1, 0x1.362290cd23c8ap+2, 0x1.0aa59bc15f8b8p+1,
    0x1.98b6acd4b0894p+0, 0x1.7ab205dfab1c1p+2, -0x1.1c302e479229p-1,
    0x1.1e01774990cbap+2, 0x1.91c22ee610916p+2, 0x1.059f9a3b5cf88p+1,
    0x1.a9405074e8b7p+0, 0x1.5beb6b234bda6p+1, 0x1.bc6bb4600ad54p+2,
    0x1.27128777a9b66p+2, -0x1.37b38ba67bc6p-1, 0x1.dd6f16cfda51fp+1,
    0x1.0155871abe8a5p+3, 0x1.fcdf939ce22e8p+2, 0x1.b8f7d26c1ea06p+2,
    0x1.124aef011eca9p+2, -0x1.11d3e0d5d25cp-1, 0x1.608f15a46be6dp+2,
    0x1.1e3657474b75p+2, 0x1.4ebeddefbc34ap+2, 0x1.340faa73f468ap+3,
    0x1.634469cd7bf22p+2, 0x1.750e5c07731cdp+2, 0x1.b42dc06e9f4ccp+2,
    0x1.0ebd2005db09cp+2,
};
static const float answer_12[] = {
    0x1.068f94p+0f, 0x1.0b34fp+1f, 0x1.b5f56p+1f, 0x1.938cfep+2f,
    0x1.e1e21p+1f, 0x1.a20ea8p+2f, 0x1.eda95p+2f, 0x1.8ef328p+2f,
    0x1.c202f2p+2f, 0x1.c10cfap+1f, 0x1.6809eap+0f, 0x1.8917ecp+1f,
    0x1.cfd2bep+1f, 0x1.1d066cp+2f, 0x1.562752p+1f, -0x1.312194p-1f,
    0x1.28f2bcp+2f, -0x1.f58ae4p-1f, 0x1.2df3c4p+2f, 0x1.67311p+2f,
    0x1.0c1658p+0f, 0x1.37a96ep-1f, 0x1.4ce7f4p+1f, 0x1.e79f3cp+2f,
    0x1.948b64p+1f, -0x1.5836bep+1f, 0x1.b75eaap+1f, 0x1.ea3812p+2f,
    0x1.c2b2d8p+2f, 0x1.e01e9ep+2f, 0x1.45ca04p+2f, -0x1.19573ap+0f,
    0x1.4a8398p+2f, 0x1.42b1b4p+2f, 0x1.3346a6p+2f, 0x1.07291cp+3f,
    0x1.5ef16p+2f, 0x1.3b2f6ap+2f, 0x1.c8ff24p+2f, 0x1.dcd0b6p+1f,
};
static const double expect_12[] = {
    0x1.4f4d55cbd9faap-1, 0x1.9e561fba3d7e9p-1, 0x1.6902f9594f398p-1,
    0x1.c55d3194aabep-1,
};
static const double value_weight_13[] = {
    0x0p+0, 0x1.8p+0, 0x1.3b0c7e62553f7p+1, 0x1.2p+0, 0x1.22d12c392eb78p+0,
    0x1.56a6d4ca4ddcap+0, 0x1.2p+0, 0x1.6c4e5a7148557p+0, 0x1.86c938803e7b8p+1,
    0x1.8p-2, 0x1.fd673a9b0c292p-2, 0x1.b182febd3c402p+0, 0x1.2p+0,
    0x1.a176dbcc75f38p-4, 0x1.295efa96a3f92p+1, 0x1.8p-2, 0x1.7a99ec3b7c669p-1,
    0x1.2aafe9ccc9bacp+1, 0x1.2p+0, 0x1.d160381485486p-2, 0x1.90054ddeaebddp+0,
    0x0p+0, 0x1.709576554cd2dp+0, 0x1.3b5038c008882p+1, 0x0p+0,
    0x1.57614b1b274c4p-1, 0x1.3ab0ced036edbp+0, 0x0p+0, 0x1.eed4218084f38p-2,
    0x1.68b022b6647a8p+0, 0x1.2p+0, 0x1.e3a5a0392fd46p-1, 0x1.897f55f2debe8p+0,
    0x1.8p-2, 0x1.4944ce3f3ca8p+0, 0x1.6f11d233beaa6p-1, 0x0p+0,
    0x1.19e2ff1069972p+0, 0x1.b06159ea2ff28p-2, 0x0p+0,
};
static const double value_13[] = {
    0x1.e84836145ab1dp+19, 0x1.e8485a65cb608p+19, 0x1.e84854f25a9f8p+19,
    0x1.e848b9a132da8p+19, 0x1.e8488822e1474p+19, 0x1.e848ac24728dap+19,
    0x1.e848f0ee9d3d8p+19, 0x1.e848f25ca60d4p+19, 0x1.e848cd9e1cf9bp+19,
    0x1.e84874b9e932fp+19, 0x1.e8485786c8c41p+19, 0x1.e84851c720e54p+19,
    0x1.e8487efd6c4abp+19, 0x1.e8489b1148669p+19, 0x1.e84842a966f05p+19,
    0x1.e8483316d59a9p+19, 0x1.e848bd5902efdp+19, 0x1.e847ee3cfd1b8p+19,
    0x1.e8488f00bba4dp+19, 0x1.e848c8e117731p+19, 0x1.e8484167e68edp+19,
    0x1.e84835280a0eap+19, 0x1.e84856fadac8dp+19, 0x1.e848de35da3p+19,
    0x1.e848938943bbdp+19, 0x1.e847ec84c745ap+19, 0x1.e848775bc5b3fp+19,
    0x1.e8490155871acp+19, 0x1.e848fe6fc9ce7p+19, 0x1.e848dc7be9361p+19,
    0x1.e848892577809p+19, 0x1.e847eee2c1f2ap+19, 0x1.e848b0478ad23p+19,
    0x1.e8488f1b2ba3ap+19, 0x1.e848a75f6ef7ep+19, 0x1.e849340faa73fp+19,
    0x1.e848b1a234e6cp+19, 0x1.e848ba872e03cp+19, 0x1.e848da16e0375p+19,
    0x1.e848875e9002fp+19,
};
static const float answer_13[] = {
    0x1.e8482p+19f, 0x1.e84842p+19f, 0x1.e8486ep+19f, 0x1.e848cap+19f,
    0x1.e84878p+19f, 0x1.e848d2p+19f, 0x1.e848f6p+19f, 0x1.e848c8p+19f,
    0x1.e848e2p+19f, 0x1.e8487p+19f, 0x1.e8482ep+19f, 0x1.e84862p+19f,
    0x1.e84874p+19f, 0x1.e8488ep+19f, 0x1.e84856p+19f, 0x1.e847ecp+19f,
    0x1.e84894p+19f, 0x1.e847ep+19f, 0x1.e84896p+19f, 0x1.e848b4p+19f,
    0x1.e84822p+19f, 0x1.e84814p+19f, 0x1.e84854p+19f, 0x1.e848f4p+19f,
    0x1.e84866p+19f, 0x1.e847aap+19f, 0x1.e8486ep+19f, 0x1.e848f6p+19f,
    0x1.e848e2p+19f, 0x1.e848fp+19f, 0x1.e848a2p+19f, 0x1.e847dcp+19f,
    0x1.e848a6p+19f, 0x1.e848a2p+19f, 0x1.e8489ap+19f, 0x1.e84908p+19f,
    0x1.e848bp+19f, 0x1.e8489ep+19f, 0x1.e848e4p+19f, 0x1.e84878p+19f,
};
static const double expect_13[] = {
    0x1.381c538686dd7p-1, 0x1.8fc0305dd30a9p-1, 0x1.59d18916a6069p-1,
    0x1.cc075768bce5p-1,
};
static const double value_weight_14[] = {
    0x0p+0, 0x1.92a737110e454p-20, 0x1.6648c3fa48e14p-20,
    0x1.92a737110e454p-22, 0x1.560d51bce96fep-20, 0x1.515b21efd5791p-19,
    0x1.2dfd694ccab3fp-20, 0x1.64d2d9e65bc66p-20, 0x1.77556552555cep-20,
    0x1.2dfd694ccab3fp-20, 0x1.fbcb967aa6267p-26, 0x1.df873f77f330ep-20,
    0x1.2dfd694ccab3fp-20, 0x1.9e865d10f456dp-21, 0x1.212989c409d5ap-19,
    0x1.92a737110e454p-22, 0x1.7518cb98f244ap-20, 0x1.2c3750f0f23b1p-19,
    0x1.92a737110e454p-22, 0x1.c5a4ecb1f7478p-21, 0x1.f4a2bb4a1dbacp-20,
    0x0p+0, 0x1.0acacfa80a196p-20, 0x1.4701d79570c2bp-20, 0x0p+0,
    0x1.827cbc9336ccdp-21, 0x1.5fbffc01ccddbp-21, 0x1.92a737110e454p-21,
    0x1.cf1c04e096731p-21, 0x1.3cfa7dacac781p-20, 0x1.2dfd694ccab3fp-20,
    0x1.4545f58a2625cp-20, 0x1.bc14c5cf3acffp-21, 0x0p+0,
    0x1.45a5158a33f5dp-20, 0x1.f0a7ce31dca8bp-20, 0x1.92a737110e454p-21,
    0x1.ffd5a658e20c1p-21, 0x1.595387d153621p-20, 0x1.92a737110e454p-21,
};
static const double value_14[] = {
    -0x1.37b38ba67bc6p-1, -0x1.1c302e479229p-1, -0x1.11d3e0d5d25cp-1,
    0x1.98b6acd4b0894p+0, 0x1.a9405074e8b7p+0, 0x1.b0a2d58e88544p+0,
    0x1.059f9a3b5cf88p+1, 0x1.0aa59bc15f8b8p+1, 0x1.471c8394fd1f1p+1,
    0x1.53c96a7df7956p+1, 0x1.5beb6b234bda6p+1, 0x1.5e1b23104ef9dp+1,
    0x1.69972d8208b0ep+1, 0x1.d2e7a4cbc225p+1, 0x1.dd6f16cfda51fp+1,
    0x1.fbf5b12acdebdp+1, 0x1.0ebd2005db09cp+2, 0x1.1045c28e7baccp+2,
    0x1.124aef011eca9p+2, 0x1.1e01774990cbap+2, 0x1.1e3657474b75p+2,
    0x1.27128777a9b66p+2, 0x1.362290cd23c8ap+2, 0x1.4ebeddefbc34ap+2,
    0x1.5848e51b4e67p+2, 0x1.608f15a46be6dp+2, 0x1.634469cd7bf22p+2,
    0x1.734265b506d15p+2, 0x1.750e5c07731cdp+2, 0x1.7ab205dfab1c1p+2,
    0x1.91c22ee610916p+2, 0x1.9b3c39f3529p+2, 0x1.b42dc06e9f4ccp+2,
    0x1.b8f7d26c1ea06p+2, 0x1.bc6bb4600ad54p+2, 0x1.e1dd3a7b0e27fp+2,
    0x1.e4b94c1a87f86p+2, 0x1.fcdf939ce22e8p+2, 0x1.0155871abe8a5p+3,
    0x1.340faa73f468ap+3,
};
static const float answer_14[] = {
    -0x1.5836bep+1f, -0x1.19573ap+0f, -0x1.f58ae4p-1f, -0x1.312194p-1f,
    0x1.37a96ep-1f, 0x1.068f94p+0f, 0x1.0c1658p+0f, 0x1.6809eap+0f,
    0x1.0b34fp+1f, 0x1.4ce7f4p+1f, 0x1.562752p+1f, 0x1.8917ecp+1f,
    0x1.948b64p+1f, 0x1.b5f56p+1f, 0x1.b75eaap+1f, 0x1.c10cfap+1f,
    0x1.cfd2bep+1f, 0x1.dcd0b6p+1f, 0x1.e1e21p+1f, 0x1.1d066cp+2f,
    0x1.28f2bcp+2f, 0x1.2df3c4p+2f, 0x1.3346a6p+2f, 0x1.3b2f6ap+2f,
    0x1.42b1b4p+2f, 0x1.45ca04p+2f, 0x1.4a8398p+2f, 0x1.5ef16p+2f,
    0x1.67311p+2f, 0x1.8ef328p+2f, 0x1.938cfep+2f, 0x1.a20ea8p+2f,
    0x1.c202f2p+2f, 0x1.c2b2d8p+2f, 0x1.c8ff24p+2f, 0x1.e01e9ep+2f,
    0x1.e79f3cp+2f, 0x1.ea3812p+2f, 0x1.eda95p+2f, 0x1.07291cp+3f,
};
static const double expect_14[] = {
    0x1.1a149c4f83117p-2, 0x1.0cb95acc03d21p-1, 0x1.9dbe0332f7066p-2,
    0x1.e753b47b72b6ap-1,
};
static const struct value_case value_cases[] = {
    {"values", 40, value_0, answer_0, expect_0,
     NULL},
    {"a mean far from 0", 40, value_1, answer_1, expect_1,
     NULL},
    {"an outlier in the first row", 41, value_2, answer_2, expect_2,
     NULL},
    {"sorted", 40, value_3, answer_3, expect_3,
     NULL},
    {"worse than the mean", 40, value_4, answer_4, expect_4,
     NULL},
    {"perfect", 40, value_5, answer_5, expect_5,
     NULL},
    {"one row", 1, value_6, answer_6, expect_6,
     NULL},
    {"two rows", 2, value_7, answer_7, expect_7,
     NULL},
    {"all true values equal", 4, value_8, answer_8, expect_8,
     NULL},
    {"all true values equal, perfect", 4, value_9, answer_9, expect_9,
     NULL},
    {"tiny", 40, value_10, answer_10, expect_10,
     NULL},
    {"huge", 40, value_11, answer_11, expect_11,
     NULL},
    {"weighted values", 40, value_12, answer_12, expect_12,
     value_weight_12},
    {"weighted, a mean far from 0", 40, value_13, answer_13, expect_13,
     value_weight_13},
    {"weighted, sorted", 40, value_14, answer_14, expect_14,
     value_weight_14},
};
