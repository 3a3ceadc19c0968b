using Expo.Core.Files;

namespace Expo.Core.Submissions;

/// <summary>Takes and gives the attachments of proposals. What a file is, its content says.</summary>
public interface IProposalFiles
{
    /// <summary>Checks a file (Word or PDF, one to three pages, at most 10 MB) and keeps it.</summary>
    /// <param name="content">The bytes; read once.</param>
    /// <param name="name">As its owner called it.</param>
    /// <param name="ownerId">Account that brings it; null before there is one.</param>
    /// <param name="ct">Ends the taking.</param>
    Task<Result<Guid>> TakeAsync(Stream content, string? name, int? ownerId, CancellationToken ct);

    /// <summary>The bytes of an accepted file, or null when they are gone.</summary>
    Stream? Open(StoredFile file);

    /// <summary>Deletes a file that was taken and that nothing points to.</summary>
    Task ForgetAsync(Guid id, CancellationToken ct);

    /// <summary>Deletes the bytes. Safe to do twice.</summary>
    void Remove(string key);
}

/// <summary>Why an attachment is not taken.</summary>
public static class AttachmentRefusals
{
    public const string Field = "Attachment";

    public static readonly Refusal Empty = Invalid("empty", "This file has no content. Choose another one.");
    public static readonly Refusal TooBig = Invalid("too-big", $"An attachment has at most {AttachmentCheck.LargestFile / 1024 / 1024} MB. Save it with smaller pictures.");
    public static readonly Refusal WrongKind = Invalid("wrong-kind", "This is neither a Word document (.docx) nor a PDF, whatever its name says. Save it as one of the two.");
    public static readonly Refusal OldWord = Invalid("old-word", "This is an old Word document (.doc) or one with a password. Save it as .docx without a password, or as PDF.");
    public static readonly Refusal Macros = Invalid("macros", "This document contains macros, which are not taken. Save it as .docx, or as PDF.");
    public static readonly Refusal Locked = Invalid("locked", "This PDF is protected by a password. Save it without one.");
    public static readonly Refusal Broken = Invalid("broken", "This file could not be read. Open it yourself, save it again, and try once more.");
    public static readonly Refusal Bomb = Invalid("bomb", "This document unpacks to far more than its size and is not taken. Save it as PDF.");

    public static Refusal TooManyPages(int pages) => Invalid("pages", $"This file has {pages} pages. An attachment has one to {AttachmentCheck.MostPages} pages: shorten it.");

    private static Refusal Invalid(string what, string message) => Refusal.Invalid($"attachment.{what}", message, Field);
}
