namespace Expo.Core.Registration;

public enum DataKind
{
    /// <summary>Says something about an attendee, or points to one; gone after an erasure.</summary>
    Personal,

    /// <summary>Belonged to a person and stays after an erasure, without saying whose it was.</summary>
    Kept,

    /// <summary>Names somebody of the staff, or a speaker, in that role: part of the record of the event.</summary>
    Staff,

    /// <summary>Opens something; never shown, not even to the one it is about.</summary>
    Secret,

    /// <summary>Says nothing about a person.</summary>
    NotPersonal,
}

/// <summary>One column that could say something about a person.</summary>
/// <param name="Table">Name in the database.</param>
/// <param name="Name">Name of the column.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Why">What it is for and what an erasure does to it, or why it is not personal.</param>
public sealed record DataColumn(string Table, string Name, DataKind Kind, string Why);
