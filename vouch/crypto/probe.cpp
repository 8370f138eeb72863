#include <array>

#include "vouch/base/encoding.hpp"
#include "vouch/crypto/key_form.hpp"
#include "vouch/crypto/public_key.hpp"

namespace vouch {
namespace {

constexpr std::string_view probe_text = "vouch";

// A good signature over the probe's text for each algorithm, by keys that were made for this and
// thrown away.
struct Probe {
  std::string_view key;
  std::string_view signature;
};

constexpr std::string_view rsa_key =
    "AwEAAc4AIFNyWYP0IWPJP9g6tEbHuK6QwIz7dnrtc0F1FDQN+0sPkwxLFT2YsmsTrS3o2r9+kcC/"
    "isojvtWkDnKd6IEtDTRG6kSM/F4tP7pv/SN8"
    "c9zGfxtKPqNuvl8dYUE9t8ZCO68I4buSWR1jZ4q4P+shaafCYv7UO50PzbCc9mRj";

constexpr Probe rsa_sha1 = {
    rsa_key,
    "ngsVL1L0VrDtL2MOOodPBJUfuajK9S4JUb+yQgR/"
    "Y5i+MMp17kvqJSA9I1nfHEM3pYWb5yWutqgVlEU+Fcj7vLaOnYoLBUskN7SmfVkHYSGaOjWu"
    "s7bJnAa7WEydzeAXXbXUZUE9ASq+i4Fk1mjPQty2bRDfURm2XEbMcilCDwo="};
constexpr Probe rsa_sha256 = {
    rsa_key,
    "N0zRLLqavHTObi8ZDH1OkMLnZRqRdxW+UOY7oEUifO7BJGg9e59xZ3QU4Pz4CxODN7mPAtiigVTE0v6a+WC6Cm+q+"
    "Emu1EtgOEL2PJCyvS/ZaelP"
    "N1fTkTs5cj9rwkatlMOF8/NKRTUHi4A+A8JQNJ6WGRByHdOC9b3lZhXvVtI="};
constexpr Probe rsa_sha512 = {rsa_key,
                              "OfsRxp6cdmyxKhgs4Z4BzO1GUqiV8m65mcdodMvVLWfbHvPhPyfCXtMzxXclnBk3+"
                              "plf8LkBoht00vVnlX3gGhbsX81NwI0GS0YGj1u7hLSAiN13"
                              "EyAUDXcyE8oM3HqWHbx+kfZD8iMzhJpsfVIQ8NhMIi92tjY5MVlpz0EtRMI="};
constexpr Probe ecdsa_p256 = {
    "j/0Tj7WMOce2pg4WAkmENbmQIdJj8SPcMRPn9pWQ454YstbI1KxanVBSpwMgPckRTV3jIUkVvAREDMLO/Tm8+A==",
    "fjg2Z82tdGXDeNyeLt0Nf8EUAl+5qm3MWCOglFgclfCgltu9qZ6YkRwBmqkevrdoN/nPOu/XxdKNPAaYnnMX0A=="};
constexpr Probe ecdsa_p384 = {
    "Vj/"
    "kylfBLQb8Wj8K6uj4oq4aGHEio1JD0xBG2W9pFiGGfb6Hvwn4EhHJieXtAF7vrKputftaeJEjVaJIoa22F0eFj0hKtL0lB"
    "YjKIreYm84aNfJZ"
    "Ap2O7X0zk+hc2drY",
    "iF9g6H4bDct+fkmNfRW7zTyrO5DGdauPaak+EjSa0VnaKgrTjipZ/"
    "3VJ1cWxjEhvhWjCDW6PvKZlWqI3uNRWry8TZGFZj+I3E7Y3XgUoqvyTFc+k"
    "dB8h4jmFy84zXnoq"};
constexpr Probe ed25519 = {
    "/+cCs+lsKy+0qh0D0c5in5GzJrQCYzsIDlYo0+eids4=",
    "cYQ09TGOXz5RXJqlaU8Gc2D/eCSH0EnVWpClCFrdcXlr4UBk5RGADLskHLiAGQeKfxye3VPv2U5wTF2/k88IBQ=="};
constexpr Probe ed448 = {
    "XI0NNy0YCxn7Y+NXMnwC8R1U5LcQIUpc6gU9/MnARS/QuboA6xufFMTQ6BsMgDsIDBPxsfiHU1GA",
    "i+nd+hoitluHgCvjc6VnocH0atmkBmmnQDro0MP2L9XHaDBkIkYl/46I088l7opYxelAvi1VbPQAyphu04UBkZeQN/"
    "A68T1K0mvwZAn7icFDELxT"
    "XDdZWo45CYq8e+dAetQJWB6XDXQv2uXIEA5XBygA"};

const Probe* probe_of(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::RSASHA1:
    case Algorithm::NSEC3RSASHA1: return &rsa_sha1;
    case Algorithm::RSASHA256: return &rsa_sha256;
    case Algorithm::RSASHA512: return &rsa_sha512;
    case Algorithm::ECDSAP256SHA256: return &ecdsa_p256;
    case Algorithm::ECDSAP384SHA384: return &ecdsa_p384;
    case Algorithm::ED25519: return &ed25519;
    case Algorithm::ED448: return &ed448;
    default: return nullptr;
  }
}

}  // namespace

bool is_supported(Algorithm algorithm) {
  static const auto supported = [] {
    std::array<bool, 256> table{};
    for (std::size_t number = 0; number < table.size(); ++number) {
      const auto each = static_cast<Algorithm>(number);
      const Probe* probe = form_of(each) == nullptr ? nullptr : probe_of(each);
      if (probe == nullptr) continue;
      const auto key = PublicKey::read_unprobed(each, *base64_octets(probe->key));
      table[number] =
          key.ok() && key->verify(octets_of(probe_text), *base64_octets(probe->signature));
    }
    return table;
  }();
  return supported[static_cast<std::uint8_t>(algorithm)];
}

}  // namespace vouch
