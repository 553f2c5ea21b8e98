// One control for each kind of question. Each tells its value; labels and notes stand around it.
import { Check } from "lucide-react";

const FOCUS = "focus-visible:outline-2 focus-visible:outline-offset-2 focus-visible:outline-focus";
const AROUND = "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus";
const CONTROL = `w-full rounded-control border border-line-strong bg-surface px-3 text-base text-ink placeholder:text-ink-faint aria-[invalid=true]:border-danger md:text-sm ${FOCUS}`;
const LINE = `${CONTROL} h-11 md:h-9 md:pointer-coarse:h-11`;
const BOX =
  "grid size-5 shrink-0 place-items-center rounded border border-line-strong bg-surface text-transparent peer-checked:border-transparent peer-checked:bg-checkin peer-checked:text-on-primary";
const ROW = `relative flex min-h-11 cursor-pointer items-center gap-3 rounded-control border border-line bg-surface px-3 py-2 text-sm text-ink hover:bg-sunken has-checked:border-checkin has-checked:bg-checkin-soft ${AROUND}`;
const STEP = `relative grid h-11 cursor-pointer place-items-center rounded-control border border-line-strong/60 bg-surface text-sm font-medium tabular-nums text-ink hover:bg-sunken has-checked:border-transparent has-checked:bg-checkin has-checked:font-semibold has-checked:text-on-primary has-checked:underline has-checked:underline-offset-4 ${AROUND}`;
const UNSEEN = "peer absolute inset-0 size-full cursor-pointer opacity-0";

const Line = ({ value, onValue, type, options, more = "", ...rest }) => (
  <input {...rest} type={type} className={`${LINE} ${more}`} value={value} onChange={(event) => onValue(event.target.value)} />
);

const Text = (props) => <Line {...props} type="text" autoComplete="off" />;
const Numeral = (props) => <Line {...props} type="text" inputMode="decimal" autoComplete="off" more="@md:max-w-56" />;
const Day = (props) => <Line {...props} type="date" min="1900-01-01" max="2199-12-31" more="@md:max-w-56" />;

const Longer = ({ value, onValue, options, ...rest }) => (
  <textarea
    {...rest}
    rows={4}
    className={`${CONTROL} field-sizing-content min-h-28 py-2.5 leading-relaxed`}
    value={value}
    onChange={(event) => onValue(event.target.value)}
  />
);

const Choice = ({ value, onValue, options, ...rest }) => (
  <select {...rest} className={LINE} value={value} onChange={(event) => onValue(event.target.value)}>
    <option value="">Choose…</option>
    {options.map((option) => (
      <option key={option} value={option}>
        {option}
      </option>
    ))}
  </select>
);

const Ticked = ({ isChecked, onTick, children, ...rest }) => (
  <label className={ROW}>
    <input {...rest} type="checkbox" className={UNSEEN} checked={isChecked} onChange={(event) => onTick(event.target.checked)} />
    <span aria-hidden="true" className={BOX}>
      <Check size={14} strokeWidth={3} />
    </span>
    <span className="min-w-0 wrap-anywhere">{children}</span>
  </label>
);

const Several = ({ id, value, onValue, options, ...rest }) => (
  <div className="grid gap-2 @md:grid-cols-2">
    {options.map((option, index) => (
      <Ticked
        key={option}
        {...rest}
        id={index ? undefined : id}
        isChecked={value.includes(option)}
        onTick={(isOn) => onValue(isOn ? [...value, option] : value.filter((one) => one !== option))}
      >
        {option}
      </Ticked>
    ))}
  </div>
);

const STEPS = Array.from({ length: 10 }, (_, index) => `${index + 1}`);

const Scale = ({ id, name, value, onValue, ...rest }) => (
  <div className="grid grid-cols-5 gap-1.5 @md:grid-cols-10">
    {STEPS.map((step) => (
      <label key={step} className={STEP}>
        <input
          {...rest}
          type="radio"
          id={step === "1" ? id : undefined}
          name={name}
          className={UNSEEN}
          checked={`${value}` === step}
          onChange={() => onValue(step)}
        />
        {step}
      </label>
    ))}
  </div>
);

export const FIELDS = {
  text: Text,
  textarea: Longer,
  number: Numeral,
  date: Day,
  select: Choice,
  multiple: Several,
  scale: Scale,
};

export { Ticked };
