"use strict";
const words = JSON.parse(document.getElementById("words").textContent);
const list = window.CERTIFICATES;
const SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const STATES = ["valid", "revoked", "superseded"];
const PREFIX = 8; // bytes kept of each digest

function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
}

async function sha256(data) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", data));
}

function hex(data) {
  return Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// A record is the beginning of the digest of a code, that of its PDF's, and a state.
const records = list && bytesOf(list.records);
function find(digest, offset) {
  const size = 2 * PREFIX + 1;
  for (let at = 0; records && at < records.length; at += size) {
    if (hex(records.subarray(at + offset, at + offset + PREFIX)) === hex(digest.subarray(0, PREFIX))) {
      return { state: STATES[records[at + 2 * PREFIX]], pdf: records.subarray(at + PREFIX, at + 2 * PREFIX) };
    }
  }
  return null;
}

// The code in what a telephone read, or in what was typed; "" where a sign is wrong: see codes.py.
function codeOf(text) {
  const last = text.trim().replace(/\.json$/, "").split("/").pop().toUpperCase();
  const signs = last.replace(/[\s\-–—]/g, "");
  if (signs.length !== 18 || [...signs].some((sign) => !SIGNS.includes(sign))) return "";
  const sum = [...signs].reduce((total, sign, place) => total + (place + 1) * SIGNS.indexOf(sign), 0);
  return sum % SIGNS.length ? "" : signs.match(/.{6}/g).join("-");
}

// RFC 8785: names in the order of their UTF-16 units; texts and numbers are written as JavaScript writes them.
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

function fromBase58(text) {
  let number = 0n;
  for (const sign of text) number = number * 58n + BigInt(BASE58.indexOf(sign));
  return Uint8Array.from(number.toString(16).padStart(128, "0").match(/../g), (pair) => parseInt(pair, 16));
}

async function isProved(claims) {
  const { proof, ...bare } = claims;
  const found = (Array.isArray(proof) ? proof : [proof]).find((it) => it && it.cryptosuite === "eddsa-jcs-2022");
  const key = found && list.keys[found.verificationMethod];
  if (!key) return false;
  const { proofValue, ...options } = found;
  const encode = (value) => new TextEncoder().encode(canonical(value));
  const signed = new Uint8Array(64);
  signed.set(await sha256(encode({ "@context": bare["@context"], ...options })));
  signed.set(await sha256(encode(bare)), 32);
  const imported = await crypto.subtle.importKey("raw", bytesOf(key), { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "Ed25519" }, imported, fromBase58(proofValue.slice(1)), signed);
}

// The credential inside a PDF: a compressed stream that is marked as a file.
async function insideOf(data) {
  const text = Array.from(data, (byte) => String.fromCharCode(byte)).join("");
  for (const found of text.matchAll(/\/Type \/EmbeddedFile[\s\S]*?stream\r?\n/g)) {
    const begin = found.index + found[0].length;
    const end = text.indexOf("endstream", begin);
    const packed = new Blob([data.subarray(begin, end)]).stream();
    try {
      return JSON.parse(await new Response(packed.pipeThrough(new DecompressionStream("deflate"))).text());
    } catch (_fault) {
      // White space before the end's word is none of the stream's: it is tried without.
      try {
        const shorter = new Blob([data.subarray(begin, end - 1)]).stream();
        return JSON.parse(await new Response(shorter.pipeThrough(new DecompressionStream("deflate"))).text());
      } catch (_again) {
        continue;
      }
    }
  }
  return null;
}

function show(isGood, sentences, facts = []) {
  const place = document.getElementById("answer");
  place.className = isGood ? "good" : "bad";
  place.replaceChildren();
  for (const sentence of sentences) {
    place.append(Object.assign(document.createElement("p"), { textContent: sentence }));
  }
  const shown = document.createElement("dl");
  for (const [name, value] of facts) {
    shown.append(Object.assign(document.createElement("dt"), { textContent: name }));
    shown.append(Object.assign(document.createElement("dd"), { textContent: value }));
  }
  place.append(shown);
  place.hidden = false;
}

function factsOf(claims) {
  const subject = claims.credentialSubject, course = subject.achievement;
  return [
    [words.name, subject.identifier[0].identityHash], [words.course, `${course.name}, ${course.version}`],
    [words.serial, subject.licenseNumber], [words.issuer, claims.issuer.name],
    ...(subject.result ? [[words.score, `${subject.result[0].value} %`]] : []),
    [words.more, course.criteria.narrative],
  ];
}

async function checkCode(text) {
  const code = codeOf(text);
  if (!code) return show(false, [words.wrong_code]);
  const known = find(await sha256(new TextEncoder().encode(code)), 0);
  if (!known) return show(false, [words.unknown_code]);
  return show(known.state === "valid", [words[known.state], words.compare]);
}

async function checkFile(data) {
  const isPdf = String.fromCharCode(...data.subarray(0, 5)) === "%PDF-";
  let claims = null;
  try {
    claims = isPdf ? await insideOf(data) : JSON.parse(new TextDecoder().decode(data));
  } catch (_fault) {
    claims = null;
  }
  if (!claims || !claims.proof) return show(false, [words.no_certificate]);
  let proved;
  try {
    proved = await isProved(claims);
  } catch (_fault) {
    return show(false, [words.old_browser]);
  }
  if (!proved) return show(false, [words.changed_facts]);
  const known = find(await sha256(new TextEncoder().encode(codeOf(claims.id))), 0);
  if (!known) return show(false, [words.not_in_list], factsOf(claims));
  const digest = isPdf ? await sha256(data) : known.pdf;
  if (hex(digest.subarray(0, PREFIX)) !== hex(known.pdf)) return show(false, [words.changed_file], factsOf(claims));
  return show(known.state === "valid", [words.unchanged, words[known.state]], factsOf(claims));
}

if (list) {
  const keys = [...new Set(Object.values(list.keys))].join(", ");
  document.getElementById("list").textContent = `${words.list} ${list.made}. ${words.keys} ${keys}`;
  document.getElementById("by-code").addEventListener("submit", (event) => {
    event.preventDefault();
    checkCode(document.getElementById("code").value);
  });
  document.getElementById("file").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (file) checkFile(new Uint8Array(await file.arrayBuffer()));
  });
} else {
  show(false, [words.no_list]);
}
