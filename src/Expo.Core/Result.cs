using System.Diagnostics.CodeAnalysis;

namespace Expo.Core;

/// <summary>Either a value or a <see cref="Expo.Core.Refusal"/>; both convert to it without ceremony.</summary>
public readonly record struct Result<T>
{
    private readonly T? _value;

    private Result(T? value, Refusal? refusal)
    {
        _value = value;
        Refusal = refusal;
    }

    /// <summary>Why not, or null.</summary>
    public Refusal? Refusal { get; }

    [MemberNotNullWhen(true, nameof(Refusal))]
    public bool IsRefused => Refusal is not null;

    /// <summary>The value. Asking for it after a refusal is a mistake in the program.</summary>
    public T Value => Refusal is null ? _value! : throw new InvalidOperationException($"Refused: {Refusal.Code}");

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Refusal refusal) => new(default, refusal);
}

/// <summary>The value of a change that has nothing to hand back.</summary>
public readonly record struct Done
{
    public static readonly Done It = default;
}
