#include "vouch/crypto/signing_key.hpp"

#include "vouch/base/encoding.hpp"
#include "vouch/crypto/ecdsa_form.hpp"
#include "vouch/crypto/key_form.hpp"
#include "vouch/crypto/openssl/hashing.hpp"
#include "vouch/crypto/openssl/key_making.hpp"
#include "vouch/crypto/openssl/operation.hpp"
#include "vouch/crypto/private_text.hpp"

namespace vouch {

struct SigningKey::State {
  const KeyForm& form;
  unsigned bits;
  openssl::Pkey key;
  Octets public_field;
  openssl::OperationPool operations;

  std::size_t signature_octets() const {
    return form.signature_octets != 0 ? form.signature_octets : (bits + 7) / 8;
  }
};

namespace {

Result<const KeyForm*> signing_form(Algorithm algorithm) {
  const KeyForm* form = form_of(algorithm);
  if (form == nullptr || !is_supported(algorithm)) {
    return fail(
        ErrorCode::unsupported_algorithm,
        described(algorithm) + " can't be signed with here; use ECDSAP256SHA256 or ED25519");
  }
  if (!form->signs) {
    return fail(ErrorCode::unsupported_algorithm,
                described(algorithm) +
                    " must not be signed with, since SHA-1 is broken; use ECDSAP256SHA256");
  }
  return form;
}

Result<unsigned> checked_bits(const KeyForm& form, unsigned bits) {
  if (form.family == KeyFamily::rsa) {
    if (bits == 0) bits = default_rsa_bits;
    if (bits >= min_signing_rsa_bits && bits <= max_rsa_bits) return bits;
    return fail(ErrorCode::bad_usage, "an RSA key of " + std::to_string(bits) +
                                          " bits is not made; " +
                                          std::to_string(min_signing_rsa_bits) + " to " +
                                          std::to_string(max_rsa_bits) + " are possible");
  }
  if (bits == 0 || bits == form.bits) return form.bits;
  return fail(ErrorCode::bad_usage, "a key of " + described(form.algorithm) + " has " +
                                        std::to_string(form.bits) + " bits; leave the size out");
}

Result<openssl::Pkey> private_of(const KeyForm& form, const PrivateText& text) {
  openssl::Pkey key;
  if (form.family == KeyFamily::rsa) {
    openssl::RsaParts parts;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      VOUCH_TRY(parts[i], text.secret(rsa_line_names[i]));
    }
    key = openssl::make_private(parts);
  } else {
    VOUCH_TRY(const Secret secret, text.secret(secret_line_name));
    key = openssl::make_private(form, secret);
  }
  if (key) return key;
  openssl::forget_errors();
  return fail(ErrorCode::bad_key, "the private key is none of " + described(form.algorithm));
}

void append_line(Secret& text, std::string_view name, OctetView octets) {
  std::string encoded = base64_text(octets);
  text.append(name);
  text.append(": ");
  text.append(encoded);
  text.append("\n");
  wipe(reinterpret_cast<std::uint8_t*>(encoded.data()), encoded.size());
}

Error refused() { return openssl::failure("no signature could be made"); }

Result<void> sign_on_octets(EVP_MD_CTX* context, OctetView octets, std::uint8_t* to,
                            std::size_t size) {
  std::size_t made = size;
  if (EVP_DigestSignInit(context, nullptr, nullptr, nullptr, nullptr) != 1 ||
      EVP_DigestSign(context, to, &made, octets.data(), octets.size()) != 1 || made != size)
    return refused();
  return {};
}

Result<void> sign_on_hash(EVP_PKEY_CTX* context, const KeyForm& form, OctetView hash,
                          std::uint8_t* to, std::size_t size) {
  if (form.family == KeyFamily::rsa) {
    std::size_t made = size;
    if (EVP_PKEY_sign(context, to, &made, hash.data(), hash.size()) != 1 || made != size)
      return refused();
    return {};
  }
  EcdsaDer der;
  der.size = der.octets.size();
  if (EVP_PKEY_sign(context, der.octets.data(), &der.size, hash.data(), hash.size()) != 1 ||
      !ecdsa_raw(der.view(), size / 2, to))
    return refused();
  return {};
}

}  // namespace

SigningKey::SigningKey(std::unique_ptr<State> state) : state_(std::move(state)) {}
SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;
SigningKey::~SigningKey() = default;

Result<SigningKey> SigningKey::generate(Algorithm algorithm, unsigned bits) {
  VOUCH_TRY(const KeyForm* form, signing_form(algorithm));
  VOUCH_TRY(bits, checked_bits(*form, bits));
  openssl::Pkey key = openssl::generate(*form, bits);
  if (!key) return openssl::failure("no key could be made");
  VOUCH_TRY(Octets field, openssl::public_field(key.get(), *form));
  return SigningKey(
      std::unique_ptr<State>(new State{*form, bits, std::move(key), std::move(field), {}}));
}

Result<SigningKey> SigningKey::read_private(std::string_view text) {
  VOUCH_TRY(const PrivateText parsed, PrivateText::read(text));
  VOUCH_TRY(const KeyForm* form, signing_form(parsed.algorithm));
  if (parsed.find(label_line_name) != nullptr || parsed.find(engine_line_name) != nullptr)
    return fail(ErrorCode::bad_key, "the private key is held by a device, and not in the file");
  VOUCH_TRY(openssl::Pkey key, private_of(*form, parsed));
  VOUCH_TRY(Octets field, openssl::public_field(key.get(), *form));
  VOUCH_TRY(const PublicKey verifier, PublicKey::read(parsed.algorithm, field));
  SigningKey made(std::unique_ptr<State>(
      new State{*form, verifier.bits(), std::move(key), std::move(field), {}}));

  // A key whose numbers do not belong together would sign, but nobody could verify it.
  const OctetView trial = octets_of("trial");
  const auto signature = made.sign(trial);
  if (!signature.ok() || !verifier.verify(trial, *signature))
    return fail(ErrorCode::bad_key, "the numbers of the private key do not belong together");
  return made;
}

Algorithm SigningKey::algorithm() const { return state_->form.algorithm; }

unsigned SigningKey::bits() const { return state_->bits; }

const Octets& SigningKey::public_key() const { return state_->public_field; }

Result<Secret> SigningKey::secret_part() const {
  return openssl::secret_part(state_->key.get(), state_->form);
}

Result<Secret> SigningKey::private_text() const {
  const KeyForm& form = state_->form;
  Secret printed;
  printed.append("Private-key-format: v1.3\nAlgorithm: " +
                 std::to_string(static_cast<unsigned>(form.algorithm)) + " (" +
                 text(form.algorithm) + ")\n");
  if (form.family == KeyFamily::rsa) {
    VOUCH_TRY(const openssl::RsaParts parts, openssl::rsa_parts(state_->key.get()));
    for (std::size_t i = 0; i < parts.size(); ++i)
      append_line(printed, rsa_line_names[i], parts[i].view());
  } else {
    VOUCH_TRY(const Secret secret, openssl::secret_part(state_->key.get(), form));
    append_line(printed, secret_line_name, secret.view());
  }
  return printed;
}

Result<Octets> SigningKey::sign(OctetView octets) const {
  Octets signature;
  VOUCH_CHECK(append_signature(signature, octets));
  return signature;
}

Result<void> SigningKey::append_signature(Octets& to, OctetView octets) const {
  const KeyForm& form = state_->form;
  const std::size_t before = to.size();
  const std::size_t size = state_->signature_octets();
  to.resize(before + size);
  auto done = [&]() -> Result<void> {
    openssl::HashOutput hash;
    if (form.family != KeyFamily::eddsa) {
      if (!openssl::hash(form.hash, {&octets, 1}, hash)) return refused();
      return sign_hash(hash.view(), to.data() + before);
    }
    const openssl::Loan loan(state_->operations, openssl::Loan::Use::sign, state_->key.get(), form);
    if (!loan) return refused();
    return sign_on_octets(loan.on_octets(), octets, to.data() + before, size);
  }();
  if (!done.ok()) to.resize(before);
  return done;
}

Result<void> SigningKey::sign_hash(OctetView hash, std::uint8_t* to) const {
  const openssl::Loan loan(state_->operations, openssl::Loan::Use::sign, state_->key.get(),
                           state_->form);
  if (!loan) return refused();
  return sign_on_hash(loan.on_hash(), state_->form, hash, to, state_->signature_octets());
}

}  // namespace vouch
