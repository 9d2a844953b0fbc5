// Types of the npm package `hearth`: a language-model engine that lives in a browser tab.

/** The entry to everything. Importing it starts nothing and works outside browsers too. */
export const Hearth: {
  /** Version of this package. */
  readonly version: string;
  /** The models that can be loaded by a short name. */
  readonly models: readonly ModelCard[];
  /** What this browser can do, in words a page can show; never rejects. */
  support(): Promise<Support>;
  /** Starts the engine in a worker; cheap: no model yet. */
  create(options?: RuntimeOptions): Promise<Runtime>;
};

/** One model of the catalogue. */
export interface ModelCard {
  readonly id: string;
  readonly name: string;
  /** One sentence: what it is good for. */
  readonly description: string;
  readonly parameters: number;
  /** SPDX identifier. */
  readonly license: string;
  /** Where it lies: an address relative to the assets folder, or a file on the hub. */
  readonly files: readonly { readonly url: string; readonly bytes: number; readonly sha256: string }[];
  /** Bytes to download, all files together. */
  readonly bytes: number;
  /** Longest context in tokens. */
  readonly context: number;
  /** Whether it can think before it answers. */
  readonly thinking: boolean;
  /** Whether it takes images. */
  readonly vision: boolean;
  /** Sampling fields that a request gets when it does not name them. */
  readonly defaults: Readonly<SamplingFields>;
}

export interface Support {
  /** Whether the engine can run at all. */
  supported: boolean;
  /** What is missing, in words; empty when nothing is. */
  missing: string[];
  /** One or two sentences for people. */
  message: string;
  /** WebAssembly features. */
  garbageCollection: boolean;
  simd: boolean;
  relaxedSimd: boolean;
  /** Whether the page is cross-origin isolated, so that several threads can share memory. */
  threads: boolean;
  /** Whether models can be kept on the device. */
  storage: boolean;
  webgpu: boolean;
}

export interface RuntimeOptions {
  /** auto: the GPU where it is measured to be faster and the model fits, else the CPU. */
  device?: 'auto' | 'cpu' | 'gpu';
  /**
   * A number is used exactly where the page is isolated. 'auto', the default, takes all cores but one, at most 8, and lets
   * fewer work where that proves faster.
   */
  threads?: number | 'auto';
  /** Where the engine's own files lie; default: beside hearth.js. */
  assets?: string | URL;
  /** Base of a model hub or mirror, which may lie under a path; default: Hugging Face. A mirror that only has the files is enough. */
  hub?: string | URL;
  /** For gated repositories; kept in memory only, and sent to the hub only. */
  token?: string;
}

export interface Runtime {
  readonly device: { kind: 'cpu' | 'gpu'; threads: number; simd: 'simd128' | 'relaxed'; name: string };
  /** Two loads of one model share one download and one copy. */
  load(model: ModelRef, options?: LoadOptions): Promise<Model>;
  /** What loading a model would take. Asks the network only for the length of files that nothing is known of. */
  plan(model: string | URL | { url: string | URL | (string | URL)[]; sha256?: string | string[]; name?: string }): Promise<ModelPlan>;
  memory(): Promise<{ weightsBytes: number; stateBytes: number; reservedBytes: number }>;
  readonly store: ModelStore;
  /** Ends the engine; open requests reject with `closed`. */
  close(): Promise<void>;
}

export type ModelRef =
  /**
   * A catalogue id, a URL, or a name on the hub: 'org/repo/file.gguf' for a file, 'org/repo:Q4_K_M' for a quantisation,
   * 'org/repo' for what is stored of the repository, else for the quantisation that suits this engine best; each with
   * '@revision' after the repository if not main is meant. A name that ends with '-00001-of-00003.gguf' stands for all
   * three files.
   */
  | string
  | URL
  /** A GGUF picked or dropped by the user, never uploaded anywhere; several files: a split GGUF. */
  | Blob
  | Blob[]
  | FileList
  /**
   * Several URLs: a split GGUF. Files that are numbered by their names come in any order, others in the model's. The
   * digests are in the order of the URLs.
   */
  | { url: string | URL | (string | URL)[]; sha256?: string | string[]; name?: string };

export interface LoadOptions {
  /** Tokens; default: what memory allows, at least min(4096, the model's), at most the model's. */
  contextLength?: number;
  /**
   * How attention's keys and values are kept: 16 bits a value, or 9 (8 and shared scales), which takes 0.56 times the memory and
   * rounds a little more. auto, the default: 'f16' where it fits into memory, else 'q8', which `info.kvCache` then says.
   */
  kvCache?: 'f16' | 'q8' | 'auto';
  /**
   * Keep it on the device. Default for addresses: where that is possible, else the load goes on without and says so in
   * `info.notices`; true: or the load rejects with `quota` or `storage`. Default for Blobs: false; true copies the file, which can be
   * loaded as 'file:' and its name from then on.
   */
  keep?: boolean;
  /**
   * Whether other models may be removed where there is no room, those used least recently first; never one that a tab has in
   * memory. A function is asked: with the models that would go and the bytes that are missing. Default: false.
   */
  makeRoom?: boolean | ((models: StoredModel[], missingBytes: number) => boolean | Promise<boolean>);
  /** Never touch the network. */
  offline?: boolean;
  signal?: AbortSignal;
  onProgress?(progress: Progress): void;
}

export interface Progress {
  phase: 'resolve' | 'download' | 'verify' | 'load' | 'compile' | 'ready';
  file: string;
  loadedBytes: number;
  totalBytes: number;
  bytesPerSecond: number;
  secondsLeft: number;
  /** Whether the bytes come from this device. */
  cached: boolean;
}

/** What a load would take. */
export interface ModelPlan {
  id: string;
  name: string;
  files: StoredModelFile[];
  /** Bytes of all its files; -1 where a server does not say. */
  bytes: number;
  /** How many of them are on this device. */
  storedBytes: number;
  /** What has to be downloaded; -1 where that is not known. */
  missingBytes: number;
  /** How much the browser lets this site store now; -1 where it does not say. */
  freeBytes: number;
  /** Whether what is missing fits, as far as is known. */
  fits: boolean;
  /** Whether all is here, so that no network is needed. */
  cached: boolean;
  /** Whether the last load began with all of it here and never ended: the tab was closed, or ended for want of memory. */
  interrupted: boolean;
}

export interface ModelStore {
  /** Every model of which anything is here, complete or not. */
  list(): Promise<StoredModel[]>;
  /** Removes a model, by any name that it can be loaded by. Rejects with `storage` while a tab downloads it. */
  remove(id: string): Promise<void>;
  /** Removes all models; rejects with `storage` in the end where one stays since a tab downloads it. */
  clear(): Promise<void>;
  usage(): Promise<{ usedBytes: number; quotaBytes: number; persisted: boolean }>;
  /** Asks the browser not to evict what is kept. */
  persist(): Promise<boolean>;
  /** A complete model as the file that it was, made of what is stored without copying it. */
  export(id: string): Promise<Blob>;
}

export interface StoredModel {
  id: string;
  name: string;
  /** Where its first file comes from; null for a file of the user's own. */
  url: string | null;
  files: StoredModelFile[];
  /** Bytes of all its files that are known. */
  bytes: number;
  complete: boolean;
  /** Bytes of it that are here. */
  storedBytes: number;
  /** When its first bytes came. Milliseconds since 1970, as all times here. */
  createdAt: number;
  /** When it was loaded last. */
  usedAt: number;
  /** Whether the last load began with all of it here and never ended: the tab was closed, or ended for want of memory. */
  interrupted: boolean;
}

/** One file of a model; most models are one. */
export interface StoredModelFile {
  url: string | null;
  bytes: number;
  storedBytes: number;
  complete: boolean;
}

export interface Model {
  readonly info: ModelInfo;
  readonly chat: {
    readonly completions: {
      create(request: ChatRequest & { stream: true }, options?: RequestOptions): Promise<AsyncIterable<ChatChunk>>;
      create(request: ChatRequest & { stream?: false }, options?: RequestOptions): Promise<ChatCompletion>;
      create(request: ChatRequest, options?: RequestOptions): Promise<ChatCompletion | AsyncIterable<ChatChunk>>;
    };
  };
  readonly completions: {
    create(request: TextRequest & { stream: true }, options?: RequestOptions): Promise<AsyncIterable<TextChunk>>;
    create(request: TextRequest & { stream?: false }, options?: RequestOptions): Promise<TextCompletion>;
    create(request: TextRequest, options?: RequestOptions): Promise<TextCompletion | AsyncIterable<TextChunk>>;
  };
  /** A conversation that keeps its state. Rejects with `unsupported` in this version. */
  session(options?: SessionOptions): Promise<Session>;
  /** special: parse <|im_start|> and the like; default false. */
  tokenize(text: string, options?: { special?: boolean }): Promise<number[]>;
  /** special: show control tokens; default false. */
  detokenize(tokens: number[], options?: { special?: boolean }): Promise<string>;
  /** The exact prompt text that chat.completions would use. */
  renderChat(request: ChatRequest): Promise<string>;
  /** From an empty state: the row after the last token. */
  logits(tokens: number[]): Promise<Float32Array>;
  /** Only for embedding models. */
  embed?(texts: string[]): Promise<Float32Array[]>;
  /** Closes this handle; the weights go with the last handle. */
  unload(): Promise<void>;
}

export interface ModelInfo {
  id: string;
  name: string;
  architecture: string;
  parameters: number;
  bytes: number;
  quantization: string;
  contextLength: number;
  /** How attention's keys and values are kept. All handles to one model share it: a load that asks for another one is refused. */
  kvCache: 'f16' | 'q8';
  vocabulary: number;
  thinking: boolean;
  vision: boolean;
  license?: string;
  /** What the user should know although the model was loaded, in sentences: that it could not be kept on the device, say. */
  notices?: string[];
}

export interface RequestOptions {
  signal?: AbortSignal;
}

/** How the next token is chosen. Defaults come from the model's card, then its file. */
export interface SamplingFields {
  /** 0 is greedy and repeatable. */
  temperature?: number;
  top_p?: number;
  /** 0: off. */
  top_k?: number;
  min_p?: number;
  presence_penalty?: number;
  frequency_penalty?: number;
  repetition_penalty?: number;
  seed?: number;
}

/** What chat and text requests share. A field that is undefined is absent; one that is not known is an error. */
export interface GenerationFields extends SamplingFields {
  stream?: boolean;
  stream_options?: { include_usage?: boolean };
  /** Default: what is left of the context. */
  max_tokens?: number;
  /** Another name of max_tokens. */
  max_completion_tokens?: number;
  stop?: string | string[];
  logit_bias?: Record<string, number>;
  /** 'error' is the default. */
  contextOverflow?: 'error' | 'slide';
  /** Time and bytes per operation, in `timings.profile`. */
  profile?: boolean;
  /** Accepted and not used. */
  model?: string;
  user?: string;
  metadata?: Record<string, string>;
  store?: boolean;
}

/** A request in the form of OpenAI's chat completions. */
export interface ChatRequest extends GenerationFields {
  messages: ChatMessage[];
  logprobs?: boolean;
  top_logprobs?: number;
  tools?: Tool[];
  tool_choice?: 'none' | 'auto' | 'required' | { type: 'function'; function: { name: string } };
  response_format?:
    | { type: 'text' }
    | { type: 'json_object' }
    | { type: 'json_schema'; json_schema: { name: string; schema: Record<string, unknown>; strict?: boolean; description?: string } };
  enable_thinking?: boolean;
  /** Longest thought, in tokens. */
  thinking_budget?: number;
}

export type ChatMessage =
  | { role: 'system' | 'developer' | 'user'; content: string | ContentPart[]; name?: string }
  | { role: 'assistant'; content?: string | ContentPart[] | null; reasoning_content?: string | null; tool_calls?: ToolCall[]; name?: string }
  | { role: 'tool'; content: string | ContentPart[]; tool_call_id?: string };

export type ContentPart = { type: 'text'; text: string } | { type: 'image_url'; image_url: { url: string } };

export interface Tool {
  type: 'function';
  function: { name: string; description?: string; parameters?: Record<string, unknown>; strict?: boolean };
}

export interface ToolCall {
  id: string;
  type: 'function';
  function: { name: string; arguments: string };
}

export type FinishReason = 'stop' | 'length' | 'tool_calls';

export interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details: { cached_tokens: number };
  completion_tokens_details: { reasoning_tokens: number };
}

export interface Timings {
  prefill_ms: number;
  decode_ms: number;
  prefill_per_second: number;
  decode_per_second: number;
  /** Only where the request has `profile: true`. */
  profile?: Profile;
}

/** What the time went into: prompts in runs of several tokens (prefill), and single tokens one after another (decode). */
export interface Profile {
  prefill: ProfilePhase;
  decode: ProfilePhase;
}

export interface ProfilePhase {
  tokens: number;
  /** How often the model ran for them. */
  runs: number;
  /** All of the phase; what the parts below do not account for is the start of runs. */
  ms: number;
  /** What took longest first. */
  operations: ProfileOperation[];
  /** Time that the leading thread waited for the others. */
  waiting_ms: number;
}

export interface ProfileOperation {
  /** For people: 'matmul Q4_0', 'attention', 'sampling' and so on. */
  operation: string;
  calls: number;
  /** Time that the leading thread worked on it. */
  ms: number;
  /** Weights, cache and state read from memory or written to it, each counted once a run; 0 for work on activations alone. */
  bytes: number;
  /** bytes by ms; absent where one of them is 0. */
  gb_per_second?: number;
}

export interface TokenLogprob {
  token: string;
  logprob: number;
  bytes: number[] | null;
  top_logprobs: { token: string; logprob: number; bytes: number[] | null }[];
}

export interface ChatCompletion {
  id: string;
  object: 'chat.completion';
  created: number;
  model: string;
  choices: {
    index: number;
    message: { role: 'assistant'; content: string | null; reasoning_content?: string | null; tool_calls?: ToolCall[] };
    finish_reason: FinishReason;
    logprobs?: { content: TokenLogprob[] } | null;
  }[];
  usage: Usage;
  timings: Timings;
}

export interface ChatChunk {
  id: string;
  object: 'chat.completion.chunk';
  created: number;
  model: string;
  choices: {
    index: number;
    delta: {
      role?: 'assistant';
      content?: string | null;
      reasoning_content?: string | null;
      tool_calls?: { index: number; id?: string; type?: 'function'; function?: { name?: string; arguments?: string } }[];
    };
    finish_reason: FinishReason | null;
    logprobs?: { content: TokenLogprob[] } | null;
  }[];
  usage?: Usage | null;
  timings?: Timings;
}

/** A request in the form of OpenAI's text completions. */
export interface TextRequest extends GenerationFields {
  /** Text or token ids. */
  prompt: string | number[];
  logprobs?: number | boolean | null;
}

export interface TextCompletion {
  id: string;
  object: 'text_completion';
  created: number;
  model: string;
  choices: { index: number; text: string; tokens: number[]; finish_reason: 'stop' | 'length'; logprobs?: unknown }[];
  usage: Usage;
  timings: Timings;
}

export interface TextChunk {
  id: string;
  object: 'text_completion';
  created: number;
  model: string;
  choices: { index: number; text: string; tokens: number[]; finish_reason: 'stop' | 'length' | null; logprobs?: unknown }[];
  usage?: Usage | null;
  timings?: Timings;
}

export interface SessionOptions extends SamplingFields {
  initialPrompts?: ChatMessage[];
  tools?: Tool[];
  /** What an earlier session saved. */
  restore?: Blob;
}

export interface PromptOptions extends RequestOptions {
  /** A JSON schema that the answer must follow. */
  responseConstraint?: Record<string, unknown>;
}

/** A conversation that keeps its state between calls, in the shape of the browsers' Prompt API. */
export interface Session {
  readonly contextUsage: number;
  readonly contextWindow: number;
  prompt(text: string, options?: PromptOptions): Promise<string>;
  /** Each chunk is a new piece of text. */
  promptStreaming(text: string, options?: PromptOptions): ReadableStream<string>;
  append(messages: ChatMessage[]): Promise<void>;
  clone(): Promise<Session>;
  destroy(): void;
  save(): Promise<Blob>;
}

export type ErrorCode =
  | 'unsupported' | 'bad-request' | 'not-found' | 'gated' | 'network' | 'offline' | 'integrity' | 'quota' | 'storage' | 'bad-model'
  | 'unsupported-model' | 'out-of-memory' | 'context-full' | 'aborted' | 'device-lost' | 'closed' | 'internal';

/** What every rejection is. */
export class HearthError extends Error {
  constructor(code: ErrorCode, message: string, hint?: string, cause?: unknown);
  readonly name: 'HearthError';
  readonly code: ErrorCode;
  /** What to do next. */
  readonly hint: string;
  readonly cause?: unknown;
}
